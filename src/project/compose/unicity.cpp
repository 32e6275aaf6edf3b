// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "project/compose/merge.hpp"
#include "project/compose/short_forms.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace secaudit::project::compose {
namespace {

enum class By { name, value, target, device, port, env_file, secret, config, network };

struct Rule {
  std::string_view path; ///< below the service
  By by;
};

constexpr std::array<Rule, 33> rules{{
    {"annotations", By::name},
    {"build.additional_contexts", By::name},
    {"build.args", By::name},
    {"build.labels", By::name},
    {"build.platforms", By::value},
    {"build.tags", By::value},
    {"cap_add", By::value},
    {"cap_drop", By::value},
    {"configs", By::config},
    {"deploy.labels", By::name},
    {"devices", By::device},
    {"dns", By::value},
    {"dns_opt", By::value},
    {"dns_search", By::value},
    {"env_file", By::env_file},
    {"environment", By::name},
    {"expose", By::value},
    {"labels", By::name},
    {"label_file", By::value},
    {"links", By::name},
    {"ports", By::port},
    {"profiles", By::value},
    {"secrets", By::secret},
    {"sysctls", By::name},
    {"tmpfs", By::name},
    {"volumes", By::target},
    {"external_links", By::value},
    {"device_cgroup_rules", By::value},
    {"dns_options", By::value},
    {"volumes_from", By::value},
    {"networks.*.aliases", By::value},
    {"networks.*.link_local_ips", By::value},
    {"build.ssh", By::name},
}};

std::string clean(const std::string& path) {
  return path.empty() ? path : base::clean_path(path);
}

std::string member_text(const Node& node, std::string_view key) {
  const Node* member = node.find(key);
  return member == nullptr || !member->is_scalar() ? std::string() : member->text;
}

/// What makes two items the same; nothing when the item must stay as it is.
std::optional<std::string> identity(const Node& item, By by) {
  if (item.is_mapping()) {
    switch (by) {
    case By::port:
      return member_text(item, "host_ip") + ":" + member_text(item, "published") + ":"
             + member_text(item, "target") + "/"
             + (item.find("protocol") == nullptr ? "tcp" : member_text(item, "protocol"));
    case By::target:
      // Mounts without a target are refused later, each by itself.
      return item.find("target") == nullptr ? std::nullopt
                                            : std::optional(clean(member_text(item, "target")));
    case By::device:
      return member_text(item, "target");
    case By::env_file:
      return member_text(item, "path");
    case By::secret:
    case By::config: {
      const std::string folder = by == By::secret ? "/run/secrets/" : "/";
      return item.find("target") != nullptr ? member_text(item, "target")
                                            : folder + member_text(item, "source");
    }
    default:
      return std::nullopt;
    }
  }
  if (!item.is_scalar()) {
    return std::nullopt;
  }
  switch (by) {
  case By::name:
    return item.text.substr(0, item.text.find('='));
  case By::secret:
    return "/run/secrets/" + item.text;
  case By::config:
    return "/" + item.text;
  case By::target:
    return clean(short_mount_target(item.text));
  case By::device: {
    const std::size_t first = item.text.find(':');
    const std::string rest = first == std::string::npos ? item.text : item.text.substr(first + 1);
    return rest.substr(0, rest.find(':'));
  }
  default:
    return item.text;
  }
}

void make_unique(Node& list, By by) {
  std::unordered_map<std::string, std::size_t> seen;
  std::vector<Node> out;
  out.reserve(list.items.size());
  for (Node& item : list.items) {
    const auto key = identity(item, by);
    const auto [at, added] = key ? seen.try_emplace(*key, out.size()) : std::pair{seen.end(), true};
    if (added) {
      out.push_back(std::move(item));
      continue;
    }
    Node& old = out[at->second];
    if (!(old.span == item.span)) {
      item.via = item.via == model::Via::merged || item.via == model::Via::written
                     ? model::Via::overridden
                     : item.via;
      item.origins.push_back({model::Via::overridden, old.span, old.raw});
      item.origins.insert(item.origins.end(), old.origins.begin(), old.origins.end());
    }
    old = std::move(item);
  }
  list.items = std::move(out);
}

void apply(Node& node, std::string_view path, By by) {
  if (path.empty()) {
    if (node.is_sequence()) {
      make_unique(node, by);
    }
    return;
  }
  const std::size_t dot = path.find('.');
  const std::string_view step = path.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  if (step == "*") {
    for (Node::Member& member : node.members) {
      apply(member.value, rest, by);
    }
  } else if (Node* next = node.find(step)) {
    apply(*next, rest, by);
  }
}

} // namespace

void enforce_unicity(Node& root, Report&) {
  if (Node* services = root.find("services")) {
    for (Node::Member& service : services->members) {
      for (const Rule& rule : rules) {
        apply(service.value, rule.path, rule.by);
      }
    }
  }
  for (const std::string_view key : {"networks", "volumes"}) {
    if (Node* resources = root.find(key)) {
      apply(*resources, "*.labels", By::name);
    }
  }
}

} // namespace secaudit::project::compose
