// SPDX-License-Identifier: Apache-2.0
#include "project/compose/consistency.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

using Names = std::set<std::string>;

void add_keys(const Node* mapping, Names& out) {
  if (mapping != nullptr) {
    for (const Node::Member& member : mapping->members) {
      out.insert(member.key);
    }
  }
}

void add_sources(const Node* list, Names& out) {
  if (list != nullptr) {
    for (const Node& item : list->items) {
      out.insert(text_of(item, "source"));
    }
  }
}

/// The wanted services with all that they depend on.
Names with_dependencies(const Node& services, const std::vector<std::string>& wanted,
                        Report& report) {
  Names out;
  std::vector<std::string> todo = wanted;
  while (!todo.empty()) {
    const std::string name = todo.back();
    todo.pop_back();
    const Node* service = services.find(name);
    if (service == nullptr) {
      report.error(services.span, "no such service: " + name, "name a service of the project");
    } else if (out.insert(name).second) {
      Names next;
      add_keys(service->find("depends_on"), next);
      todo.insert(todo.end(), next.begin(), next.end());
    }
  }
  return out;
}

void keep_only(Node& root, std::string_view key, const Names& used) {
  if (Node* resources = root.find(key)) {
    std::erase_if(resources->members,
                  [&](const Node::Member& member) { return !used.contains(member.key); });
    if (resources->members.empty()) {
      erase_member(root, key);
    }
  }
}

} // namespace

Names inactive_services(const Node& root, const Names& profiles,
                        const std::vector<std::string>& wanted) {
  Names out;
  const Node* services = root.find("services");
  if (services == nullptr || profiles.contains("*")) {
    return out;
  }
  for (const Node::Member& member : services->members) {
    const Node* own = member.value.find("profiles");
    if (own == nullptr || own->items.empty()
        || std::find(wanted.begin(), wanted.end(), member.key) != wanted.end()) {
      continue;
    }
    if (std::none_of(own->items.begin(), own->items.end(),
                     [&](const Node& profile) { return profiles.contains(profile.text); })) {
      out.insert(member.key);
    }
  }
  return out;
}

void select_services(Node& root, const Names& inactive, const std::vector<std::string>& wanted,
                     Report& report) {
  Node* services = root.find("services");
  if (services == nullptr) {
    return;
  }
  std::erase_if(services->members,
                [&](const Node::Member& member) { return inactive.contains(member.key); });
  if (!wanted.empty()) {
    const Names kept = with_dependencies(*services, wanted, report);
    std::erase_if(services->members,
                  [&](const Node::Member& member) { return !kept.contains(member.key); });
  }
  Names networks;
  Names volumes;
  Names secrets;
  Names configs;
  for (const Node::Member& member : services->members) {
    add_keys(member.value.find("networks"), networks);
    add_sources(member.value.find("volumes"), volumes);
    add_sources(member.value.find("secrets"), secrets);
    add_sources(member.value.at("build.secrets"), secrets);
    add_sources(member.value.find("configs"), configs);
  }
  keep_only(root, "networks", networks);
  keep_only(root, "volumes", volumes);
  keep_only(root, "secrets", secrets);
  keep_only(root, "configs", configs);
  // `docker compose config` does not print them.
  erase_member(root, "models");
}

} // namespace secaudit::project::compose
