// SPDX-License-Identifier: Apache-2.0
#include "image/metadata.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace secaudit::image {
namespace {

using boost::json::value;

/// The last member whose key equals `key` without regard to case.
const value* find(const value& object, std::string_view key) {
  const boost::json::object* members = object.if_object();
  const value* found = nullptr;
  if (members != nullptr) {
    for (const auto& member : *members) {
      if (base::equals_ignoring_case(member.key(), key)) {
        found = &member.value();
      }
    }
  }
  return found;
}

std::string text(const value& object, std::string_view key) {
  const value* member = find(object, key);
  return member != nullptr && member->is_string()
             ? std::string(member->get_string().data(), member->get_string().size())
             : std::string();
}

std::vector<std::string> texts(const value* list) {
  std::vector<std::string> result;
  if (list != nullptr && list->is_array()) {
    for (const value& item : list->get_array()) {
      if (item.is_string()) {
        result.emplace_back(item.get_string().data(), item.get_string().size());
      }
    }
  }
  return result;
}

std::vector<std::string> keys_of(const value* object) {
  std::vector<std::string> keys;
  if (object != nullptr && object->is_object()) {
    for (const auto& member : object->get_object()) {
      keys.emplace_back(member.key());
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string platform_of(const value& object) {
  const value* platform = find(object, "platform");
  if (platform == nullptr) {
    return {};
  }
  std::string result;
  for (const char* part : {"os", "architecture", "variant"}) {
    const std::string word = text(*platform, part);
    if (!word.empty()) {
      result += (result.empty() ? "" : "/") + word;
    }
  }
  return result;
}

Descriptor read_descriptor(const value& object) {
  Descriptor descriptor;
  descriptor.media_type = text(object, "mediaType");
  descriptor.digest = text(object, "digest");
  descriptor.platform = platform_of(object);
  if (const value* size = find(object, "size")) {
    boost::json::error_code error;
    const auto number = size->to_number<std::int64_t>(error);
    descriptor.size = error ? -1 : number;
  }
  if (const value* annotations = find(object, "annotations")) {
    descriptor.name = text(*annotations, "io.containerd.image.name");
    if (descriptor.name.empty()) {
      descriptor.name = text(*annotations, "org.opencontainers.image.ref.name");
    }
    descriptor.attestation =
        text(*annotations, "vnd.docker.reference.type") == "attestation-manifest";
  }
  const std::string artifact = text(object, "artifactType");
  descriptor.attestation =
      descriptor.attestation || artifact == "application/vnd.docker.attestation.manifest.v1+json";
  return descriptor;
}

std::vector<Descriptor> read_descriptors(const value* list) {
  std::vector<Descriptor> result;
  if (list != nullptr && list->is_array()) {
    for (const value& item : list->get_array()) {
      result.push_back(read_descriptor(item));
    }
  }
  return result;
}

std::optional<std::vector<std::string>> read_healthcheck(const value& config) {
  const value* healthcheck = find(config, "Healthcheck");
  if (healthcheck == nullptr || !healthcheck->is_object()) {
    return std::nullopt;
  }
  auto test = texts(find(*healthcheck, "Test"));
  return test.empty() ? std::nullopt : std::optional(std::move(test));
}

void read_runtime(const value& config, model::ImageConfig& result) {
  result.user = text(config, "User");
  result.environment = texts(find(config, "Env"));
  result.entrypoint = texts(find(config, "Entrypoint"));
  result.command = texts(find(config, "Cmd"));
  result.working_directory = text(config, "WorkingDir");
  result.exposed_ports = keys_of(find(config, "ExposedPorts"));
  result.volumes = keys_of(find(config, "Volumes"));
  result.stop_signal = text(config, "StopSignal");
  result.shell = texts(find(config, "Shell"));
  result.on_build = texts(find(config, "OnBuild"));
  result.healthcheck = read_healthcheck(config);
  const value* labels = find(config, "Labels");
  for (const std::string& key : keys_of(labels)) {
    result.labels[key] = base::text_at(*labels, key);
  }
}

void read_history(const value* history, model::ImageConfig& result) {
  if (history == nullptr || !history->is_array()) {
    return;
  }
  for (const value& item : history->get_array()) {
    const value* empty = find(item, "empty_layer");
    result.history.push_back({text(item, "created"), text(item, "created_by"),
                              text(item, "comment"),
                              empty != nullptr && empty->is_bool() && empty->get_bool()});
  }
}

} // namespace

base::Result<std::vector<ManifestEntry>> read_manifest_json(std::string_view source) {
  const auto parsed = base::parse_json(source);
  if (!parsed) {
    return base::fail("manifest.json: " + parsed.error().message);
  }
  if (!parsed->is_array() || parsed->get_array().empty()) {
    return base::fail("manifest.json: expected a list of images");
  }
  std::vector<ManifestEntry> entries;
  for (const value& item : parsed->get_array()) {
    ManifestEntry entry{text(item, "Config"), texts(find(item, "RepoTags")),
                        texts(find(item, "Layers"))};
    if (entry.config.empty()) {
      return base::fail("manifest.json: an image without a Config");
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

base::Result<ManifestDocument> read_manifest_document(std::string_view source) {
  const auto parsed = base::parse_json(source);
  if (!parsed) {
    return base::fail(parsed.error().message);
  }
  if (!parsed->is_object()) {
    return base::fail("expected a JSON object");
  }
  ManifestDocument document;
  document.manifests = read_descriptors(find(*parsed, "manifests"));
  document.is_index = find(*parsed, "manifests") != nullptr;
  if (const value* config = find(*parsed, "config")) {
    document.config = read_descriptor(*config);
  }
  document.layers = read_descriptors(find(*parsed, "layers"));
  const bool in_toto =
      std::any_of(document.layers.begin(), document.layers.end(),
                  [](const Descriptor& d) { return base::contains(d.media_type, "in-toto"); });
  document.attestation =
      in_toto
      || text(*parsed, "artifactType") == "application/vnd.docker.attestation.manifest.v1+json";
  return document;
}

base::Result<ConfigDocument> read_config(std::string_view source) {
  const auto parsed = base::parse_json(source);
  if (!parsed) {
    return base::fail("image configuration: " + parsed.error().message);
  }
  const value* rootfs = find(*parsed, "rootfs");
  const value* diff_ids = rootfs == nullptr ? nullptr : find(*rootfs, "diff_ids");
  const bool list = diff_ids != nullptr && (diff_ids->is_array() || diff_ids->is_null());
  if (!parsed->is_object() || !list) {
    return base::fail("image configuration: rootfs.diff_ids is missing or no list");
  }
  const value* config = find(*parsed, "config");
  if (config != nullptr && !config->is_object() && !config->is_null()) {
    return base::fail("image configuration: config is no object");
  }
  ConfigDocument document;
  document.diff_ids = texts(diff_ids);
  if (diff_ids->is_array() && document.diff_ids.size() != diff_ids->get_array().size()) {
    return base::fail("image configuration: a diff ID is no text");
  }
  if (config != nullptr) {
    read_runtime(*config, document.config);
  }
  document.config.created = text(*parsed, "created");
  document.config.architecture = text(*parsed, "architecture");
  document.config.os = text(*parsed, "os");
  document.config.variant = text(*parsed, "variant");
  read_history(find(*parsed, "history"), document.config);
  return document;
}

} // namespace secaudit::image
