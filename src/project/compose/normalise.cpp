// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "project/compose/complete.hpp"

#include <array>

namespace secaudit::project::compose {
namespace {

using Kind = Node::Kind;

bool empty(const Node* node) {
  return node == nullptr || (node->members.empty() && node->items.empty());
}

/// Attaches services without networks to the default one; true when anything uses that.
bool attach_networks(Node& services) {
  bool used = false;
  for (Node::Member& member : services.members) {
    Node& service = member.value;
    if (service.find("provider") != nullptr || service.find("network_mode") != nullptr) {
      continue;
    }
    if (empty(service.find("networks"))) {
      Node networks = defaulted(service, Kind::mapping);
      set_member(networks, "default", defaulted(service, Kind::null));
      set_member(service, "networks", std::move(networks));
    }
    used = used || service.find("networks")->find("default") != nullptr;
  }
  return used;
}

void resolve_args(Node* args, const Environment& environment) {
  if (args == nullptr) {
    return;
  }
  for (Node& item : args->items) {
    const std::string* value =
        item.text.find('=') == std::string::npos ? environment.find(item.text) : nullptr;
    if (value != nullptr) {
      item.text += "=" + *value;
    }
  }
  for (Node::Member& member : args->members) {
    const std::string* value = member.value.is_null() ? environment.find(member.key) : nullptr;
    if (value != nullptr) {
      member.value.kind = Kind::string;
      member.value.text = *value;
      member.value.via = model::Via::interpolated;
    }
  }
}

void imply(Node& service, const std::string& name, bool restart, const Node& reason) {
  Node* dependencies = service.find("depends_on");
  if (dependencies == nullptr) {
    dependencies = &set_member(service, "depends_on", defaulted(reason, Kind::mapping));
  }
  if (dependencies->find(name) != nullptr) {
    return;
  }
  Node entry = defaulted(reason, Kind::mapping);
  set_member(entry, "condition", defaulted(reason, Kind::string, "service_started"));
  set_member(entry, "restart", defaulted(reason, Kind::boolean, restart ? "true" : "false"));
  set_member(entry, "required", defaulted(reason, Kind::boolean, "true"));
  set_member(*dependencies, name, std::move(entry));
}

void imply_dependencies(Node& service) {
  constexpr std::string_view prefix = "service:";
  if (const Node* links = service.find("links")) {
    const Node list = *links;
    for (const Node& link : list.items) {
      imply(service, link.text.substr(0, link.text.find(':')), true, link);
    }
  }
  for (const std::string_view key : {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
    const Node* space = service.find(key);
    if (space != nullptr && space->text.starts_with(prefix)) {
      const Node reason = *space;
      imply(service, reason.text.substr(prefix.size()), true, reason);
    }
  }
  if (const Node* volumes = service.find("volumes_from")) {
    const Node list = *volumes;
    for (const Node& item : list.items) {
      if (!item.text.starts_with("container:")) {
        imply(service, item.text.substr(0, item.text.find(':')), false, item);
      }
    }
  }
}

void normalise_service(Node& service, const Environment& environment) {
  if (Node* policy = service.find("pull_policy");
      policy != nullptr && policy->text == "if_not_present") {
    policy->text = "missing";
  }
  if (Node* build = service.find("build"); build != nullptr && build->is_mapping()) {
    if (build->find("context") == nullptr) {
      set_member(*build, "context", defaulted(*build, Kind::string, "."));
    }
    if (build->find("dockerfile") == nullptr && build->find("dockerfile_inline") == nullptr) {
      set_member(*build, "dockerfile", defaulted(*build, Kind::string, "Dockerfile"));
    }
    resolve_args(build->find("args"), environment);
  }
  imply_dependencies(service);
  if (Node* volumes = service.find("volumes")) {
    for (Node& mount : volumes->items) {
      Node* target = mount.find("target");
      if (target != nullptr && !target->text.empty()) {
        target->text = base::clean_path(target->text);
      }
    }
  }
}

void name_resources(Node& root, const std::string& project) {
  for (const std::string_view key : {"networks", "volumes", "configs", "secrets"}) {
    Node* resources = root.find(key);
    for (std::size_t i = 0; resources != nullptr && i < resources->members.size(); ++i) {
      Node::Member& member = resources->members[i];
      if (member.value.is_null()) {
        member.value.kind = Kind::mapping;
        member.value.text.clear();
      }
      const Node* name = member.value.find("name");
      if (name != nullptr && !name->is_null() && !name->text.empty()) {
        continue;
      }
      const Node* external = member.value.find("external");
      const bool outside = external != nullptr && external->is_true();
      set_member(
          member.value, "name",
          defaulted(member.value, Kind::string, outside ? member.key : project + "_" + member.key));
    }
  }
}

} // namespace

void normalise(Node& root, const std::string& project_name, const Environment& environment) {
  if (Node* services = root.find("services")) {
    const bool used = attach_networks(*services);
    for (Node::Member& member : services->members) {
      normalise_service(member.value, environment);
    }
    Node* networks = root.find("networks");
    if (used && (networks == nullptr || networks->find("default") == nullptr)) {
      if (networks == nullptr) {
        networks = &set_member(root, "networks", defaulted(root, Kind::mapping));
      }
      set_member(*networks, "default", defaulted(root, Kind::null));
    }
  }
  name_resources(root, project_name);
}

} // namespace secaudit::project::compose
