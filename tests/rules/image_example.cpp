// SPDX-License-Identifier: Apache-2.0
#include "image_example.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>

namespace secaudit::rules_test {
namespace {

using boost::json::value;

std::vector<std::string> texts(const value& from, std::string_view key) {
  std::vector<std::string> out;
  const value* list = base::find(from, key);
  if (list != nullptr && list->is_array()) {
    for (const value& item : list->get_array()) {
      out.emplace_back(item.as_string());
    }
  }
  return out;
}

const boost::json::array& array(const value& from, std::string_view key) {
  static const boost::json::array none;
  const value* list = base::find(from, key);
  return list != nullptr && list->is_array() ? list->get_array() : none;
}

model::FileType type_of(std::string_view name) {
  static const std::map<std::string_view, model::FileType> types = {
      {"directory", model::FileType::directory},
      {"symlink", model::FileType::symlink},
      {"hardlink", model::FileType::hardlink},
      {"character_device", model::FileType::character_device},
      {"block_device", model::FileType::block_device},
      {"fifo", model::FileType::fifo}};
  const auto found = types.find(name);
  return found == types.end() ? model::FileType::file : found->second;
}

model::ImageFile file_of(const value& item) {
  model::ImageFile file;
  file.path = base::text_at(item, "path");
  file.type = type_of(base::text_at(item, "type"));
  const std::string mode(base::text_at(item, "mode"));
  file.mode = mode.empty() ? 0644U : static_cast<std::uint32_t>(std::stoul(mode, nullptr, 8));
  file.uid = static_cast<std::uint64_t>(base::integer_at(item, "uid").value_or(0));
  file.gid = static_cast<std::uint64_t>(base::integer_at(item, "gid").value_or(0));
  const std::string content = base::text_at(item, "content");
  file.size = static_cast<std::uint64_t>(
      base::integer_at(item, "size").value_or(static_cast<std::int64_t>(content.size())));
  file.link = base::text_at(item, "link");
  file.capabilities = base::text_at(item, "capabilities");
  file.owned = base::boolean_at(item, "owned").value_or(false);
  file.layer = static_cast<std::size_t>(base::integer_at(item, "layer").value_or(0));
  return file;
}

model::ImageConfig config_of(const value& json) {
  model::ImageConfig config;
  config.user = base::text_at(json, "User");
  config.environment = texts(json, "Env");
  config.entrypoint = texts(json, "Entrypoint");
  config.command = texts(json, "Cmd");
  config.working_directory = base::text_at(json, "WorkingDir");
  config.created = base::text_at(json, "Created");
  config.stop_signal = base::text_at(json, "StopSignal");
  config.architecture = base::text_at(json, "Architecture");
  for (const char* key : {"ExposedPorts", "Volumes", "Labels"}) {
    const value* members = base::find(json, key);
    if (members == nullptr || !members->is_object()) {
      continue;
    }
    for (const auto& member : members->get_object()) {
      const std::string name(member.key());
      if (std::string_view(key) == "Labels") {
        config.labels[name] = member.value().as_string().c_str();
      } else {
        (std::string_view(key) == "Volumes" ? config.volumes : config.exposed_ports)
            .push_back(name);
      }
    }
  }
  if (const value* health = base::find(json, "Healthcheck"); health != nullptr) {
    auto test = texts(*health, "Test");
    config.healthcheck = test.empty() ? std::nullopt : std::optional(std::move(test));
  }
  return config;
}

void add_layers(const value& json, model::Image& image) {
  for (const value& item : array(json, "layers")) {
    model::Layer layer;
    layer.created_by = base::text_at(item, "created_by");
    layer.size = static_cast<std::uint64_t>(base::integer_at(item, "size").value_or(0));
    layer.scanned = base::boolean_at(item, "scanned").value_or(true);
    image.config.history.push_back({image.config.created, layer.created_by, {}, false});
    image.layers.push_back(std::move(layer));
  }
  if (image.layers.empty()) {
    image.layers.push_back({.scanned = true});
  }
}

void add_files(const value& json, model::Image& image) {
  for (const value& item : array(json, "files")) {
    image.files.push_back(file_of(item));
    const std::string content = base::text_at(item, "content");
    if (!content.empty()) {
      image.small_files[image.files.back().path] = content;
    }
    image.size += image.files.back().size;
  }
  for (const value& item : array(json, "removed")) {
    const std::string how = base::text_at(item, "how");
    image.removed.push_back(
        {file_of(item), static_cast<std::size_t>(base::integer_at(item, "by_layer").value_or(0)),
         how.empty() ? "whiteout" : how});
  }
  for (const value& item : array(json, "changed_files")) {
    image.changed_files.push_back(
        {base::text_at(item, "path"), base::text_at(item, "owner"),
         static_cast<std::size_t>(base::integer_at(item, "layer").value_or(0))});
  }
  for (const value& item : array(json, "packages")) {
    model::Package package;
    package.type = base::text_at(item, "type");
    package.name = base::text_at(item, "name");
    package.version = base::text_at(item, "version");
    package.source_name = base::text_at(item, "source_name");
    package.path = base::text_at(item, "path");
    package.layer = static_cast<std::size_t>(base::integer_at(item, "layer").value_or(0));
    package.purl = "pkg:" + package.type + "/" + package.name + "@" + package.version;
    image.packages.push_back(std::move(package));
  }
  std::sort(image.files.begin(), image.files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
}

} // namespace

base::Result<model::ImageUse> read_image_example(std::string_view json) {
  auto parsed = base::parse_json(json);
  if (!parsed) {
    return tl::unexpected(parsed.error());
  }
  model::ImageUse use;
  use.reference = base::text_at(*parsed, "reference");
  use.service = base::text_at(*parsed, "service");
  use.built_here = base::boolean_at(*parsed, "built_here").value_or(true);
  model::Image image;
  image.reference = use.reference;
  image.tags = {use.reference};
  image.platform = "linux/amd64";
  if (const value* config = base::find(*parsed, "config"); config != nullptr) {
    image.config = config_of(*config);
  }
  add_layers(*parsed, image);
  add_files(*parsed, image);
  for (const value& item : array(*parsed, "problems")) {
    use.problems.push_back(
        {.code = base::text_at(item, "code"), .message = base::text_at(item, "message")});
  }
  if (const value* os = base::find(*parsed, "os_release"); os != nullptr) {
    image.os_release = model::OsRelease{base::text_at(*os, "id"),
                                        base::text_at(*os, "version_id"),
                                        base::text_at(*os, "codename"),
                                        base::text_at(*os, "pretty_name"),
                                        {}};
  }
  use.image = std::move(image);
  return use;
}

} // namespace secaudit::rules_test
