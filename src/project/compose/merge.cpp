// SPDX-License-Identifier: Apache-2.0
#include "project/compose/merge.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace secaudit::project::compose {
namespace {

using model::Node;

constexpr std::array<std::string_view, 6> replaced{
    "services.*.command",   "services.*.entrypoint",      "services.*.healthcheck.test",
    "services.*.ulimits.*", "services.*.build.ulimits.*", "services.*.extends"};

std::string_view text_of(const Node& item, std::string_view key) {
  const Node* member = item.find(key);
  return member == nullptr ? std::string_view{} : std::string_view(member->text);
}

/// What makes two items of a list the same item.
std::string identity(std::string_view path, const Node& item) {
  if (path.ends_with(".ports")) {
    std::string key;
    for (const char* part : {"host_ip", "published", "target", "protocol"}) {
      key += std::string(text_of(item, part)) + '\n';
    }
    return key;
  }
  if (path.ends_with(".volumes") && item.is_mapping()) {
    return std::string(text_of(item, "target"));
  }
  if (path.ends_with(".devices")) {
    if (item.is_mapping()) {
      return std::string(text_of(item, "target"));
    }
    const std::size_t first = item.text.find(':');
    const std::string target = first == std::string::npos ? item.text : item.text.substr(first + 1);
    return target.substr(0, target.find(':'));
  }
  if (path.ends_with(".secrets") || path.ends_with(".configs")) {
    const std::string_view target = text_of(item, "target");
    return std::string(!item.is_mapping() ? std::string_view(item.text)
                       : target.empty()   ? text_of(item, "source")
                                          : target);
  }
  if (path.ends_with(".env_file")) {
    return std::string(item.is_mapping() ? text_of(item, "path") : std::string_view(item.text));
  }
  return item.text;
}

bool unique_list(std::string_view path) {
  constexpr std::array<std::string_view, 16> keys{
      ".ports",          ".volumes", ".devices",    ".secrets",   ".configs", ".env_file",
      ".expose",         ".dns",     ".dns_search", ".dns_opt",   ".cap_add", ".cap_drop",
      ".external_links", ".links",   ".tmpfs",      ".label_file"};
  return std::any_of(keys.begin(), keys.end(),
                     [&](std::string_view key) { return path.ends_with(key); });
}

void hide(Node& base, const Node& over) {
  std::vector<model::Origin> origins{{base.via, base.span, "overridden value"}};
  origins.insert(origins.end(), base.origins.begin(), base.origins.end());
  const bool moved = over.span != base.span;
  base = over;
  if (moved) {
    base.via = over.via == model::Via::interpolated ? over.via : model::Via::overridden;
    base.origins.insert(base.origins.end(), origins.begin(), origins.end());
  }
}

void merge(Node& base, const Node& over, const std::string& path);

void merge_lists(Node& base, const Node& over, const std::string& path) {
  const bool unique = unique_list(path);
  for (const Node& item : over.items) {
    const auto same =
        !unique ? base.items.end()
                : std::find_if(base.items.begin(), base.items.end(), [&](const Node& other) {
                    return identity(path, other) == identity(path, item);
                  });
    if (same == base.items.end()) {
      base.items.push_back(item);
      base.items.back().via = item.via == model::Via::written ? model::Via::merged : item.via;
    } else {
      hide(*same, item);
    }
  }
}

void merge_mappings(Node& base, const Node& over, const std::string& path) {
  const bool any_name = path == "services" || path == "networks" || path == "volumes"
                        || path == "secrets" || path == "configs" || path.ends_with(".ulimits");
  for (const Node::Member& member : over.members) {
    Node* old = base.find(member.key);
    if (old == nullptr) {
      base.members.push_back(member);
      continue;
    }
    const std::string step = any_name ? "*" : member.key;
    merge(*old, member.value, path.empty() ? step : path + "." + step);
  }
}

void merge(Node& base, const Node& over, const std::string& path) {
  const bool clears_command = path == "services.*.command" || path == "services.*.entrypoint";
  if (over.is_null() && !clears_command && path.find(".environment.") == std::string::npos) {
    return;
  }
  const bool whole = std::find(replaced.begin(), replaced.end(), path) != replaced.end();
  const bool other_driver = path == "services.*.logging" && base.find("driver") != nullptr
                            && over.find("driver") != nullptr
                            && base.find("driver")->text != over.find("driver")->text;
  if (!whole && !other_driver && base.is_mapping() && over.is_mapping()) {
    merge_mappings(base, over, path);
  } else if (!whole && base.is_sequence() && over.is_sequence()) {
    merge_lists(base, over, path);
  } else {
    hide(base, over);
  }
}

} // namespace

void merge_project(Node& base, const Node& over) {
  if (base.is_null()) {
    base = over;
    return;
  }
  merge(base, over, "");
}

void merge_service(Node& base, const Node& over) {
  merge(base, over, "services.*");
}

} // namespace secaudit::project::compose
