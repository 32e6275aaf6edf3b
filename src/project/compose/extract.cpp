// SPDX-License-Identifier: Apache-2.0
#include "project/compose/extract.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

using model::Node;

std::string text_at(const Node& node, std::string_view key) {
  const Node* member = node.find(key);
  return member != nullptr && member->is_scalar() ? member->text : std::string();
}

/// `external: true`, or the old `external: {name: …}`.
bool is_external(const Node& node) {
  const Node* external = node.find("external");
  return external != nullptr && (external->is_mapping() || is_true(*external));
}

template <typename Each>
void for_each_member(const Node& root, std::string_view key, Each each) {
  if (const Node* mapping = root.find(key)) {
    for (const Node::Member& member : mapping->members) {
      each(member);
    }
  }
}

void extract_networks(const Node& root, model::Project& project) {
  for_each_member(root, "networks", [&](const Node::Member& member) {
    model::Network network;
    network.name = member.key;
    network.span = member.key_span;
    network.node = member.value;
    network.external = is_external(member.value);
    network.external_name = text_at(member.value, "name");
    network.driver = text_at(member.value, "driver");
    const Node* internal = member.value.find("internal");
    network.internal = internal != nullptr && is_true(*internal);
    project.networks.push_back(std::move(network));
  });
  const bool used = std::any_of(
      project.services.begin(), project.services.end(), [](const model::Service& service) {
        return std::any_of(service.networks.begin(), service.networks.end(),
                           [](const auto& n) { return n.value == "default"; });
      });
  if (used && project.network("default") == nullptr) {
    model::Network network;
    network.name = "default";
    project.networks.push_back(std::move(network));
  }
}

void extract_volumes(const Node& root, model::Project& project) {
  for_each_member(root, "volumes", [&](const Node::Member& member) {
    model::Volume volume;
    volume.name = member.key;
    volume.span = member.key_span;
    volume.node = member.value;
    volume.external = is_external(member.value);
    volume.driver = text_at(member.value, "driver");
    if (const Node* options = member.value.find("driver_opts")) {
      for (const Node::Member& option : options->members) {
        volume.driver_opts[option.key] = option.value.text;
      }
    }
    project.volumes.push_back(std::move(volume));
  });
}

std::vector<model::ProjectFile> extract_files(const Node& root, std::string_view key,
                                              const host::Host& host) {
  std::vector<model::ProjectFile> result;
  for_each_member(root, key, [&](const Node::Member& member) {
    model::ProjectFile file;
    file.name = member.key;
    file.span = member.key_span;
    file.node = member.value;
    file.external = is_external(member.value);
    file.file = text_at(member.value, "file");
    file.environment = text_at(member.value, "environment");
    if (const Node* content = member.value.find("content");
        content != nullptr && content->is_scalar()) {
      file.content = content->text;
    }
    if (!file.file.empty()) {
      const auto info = host.stat(file.file);
      if (info && info->type == host::FileInfo::Type::file) {
        file.mode = info->mode;
      }
    }
    result.push_back(std::move(file));
  });
  return result;
}

/// A named volume with driver_opts {o: bind, device: …} is a bind mount in disguise.
void reveal_binds(model::Project& project) {
  for (model::Service& service : project.services) {
    for (auto& mount : service.volumes) {
      const model::Volume* volume =
          mount.value.type == "volume" ? project.volume(mount.value.source) : nullptr;
      if (volume == nullptr) {
        continue;
      }
      const auto options = volume->driver_opts.find("o");
      const auto device = volume->driver_opts.find("device");
      if (options != volume->driver_opts.end() && device != volume->driver_opts.end()
          && options->second.find("bind") != std::string::npos) {
        mount.value.driver_device = device->second;
      }
    }
  }
}

} // namespace

void extract(const Node& root, const ExtractContext& context, model::Project& project) {
  for_each_member(root, "services", [&](const Node::Member& member) {
    project.services.push_back(extract_service(member, context, project.name));
  });
  std::sort(project.services.begin(), project.services.end(),
            [](const model::Service& a, const model::Service& b) { return a.name < b.name; });
  extract_networks(root, project);
  extract_volumes(root, project);
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(project.networks.begin(), project.networks.end(), by_name);
  std::sort(project.volumes.begin(), project.volumes.end(), by_name);
  project.secrets = extract_files(root, "secrets", context.host);
  project.configs = extract_files(root, "configs", context.host);
  reveal_binds(project);
}

} // namespace secaudit::project::compose
