// SPDX-License-Identifier: Apache-2.0
#include "project/compose/merge.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::compose {
namespace {

enum class Way { plain, replace, list, hosts, build, dependencies, networks, logging, ipam };

struct Special {
  std::string_view path; ///< below services.*, or a whole path with a leading /
  Way way;
};

constexpr std::array<Special, 31> specials{{
    {"/networks.*.ipam.config", Way::ipam},
    {"/networks.*.labels", Way::list},
    {"/volumes.*.labels", Way::list},
    {"annotations", Way::list},
    {"build", Way::build},
    {"build.args", Way::list},
    {"build.additional_contexts", Way::list},
    {"build.extra_hosts", Way::hosts},
    {"build.labels", Way::list},
    {"build.ulimits.*", Way::replace},
    {"command", Way::replace},
    {"depends_on", Way::dependencies},
    {"deploy.labels", Way::list},
    {"dns", Way::list},
    {"dns_opt", Way::list},
    {"dns_search", Way::list},
    {"entrypoint", Way::replace},
    {"env_file", Way::list},
    {"environment", Way::list},
    {"extra_hosts", Way::hosts},
    {"healthcheck.test", Way::replace},
    {"label_file", Way::list},
    {"labels", Way::list},
    {"logging", Way::logging},
    {"models", Way::networks},
    {"networks", Way::networks},
    {"sysctls", Way::list},
    {"tmpfs", Way::list},
    {"ulimits.*", Way::replace},
    {"volumes.*.volume.labels", Way::list},
    {"extends", Way::replace},
}};

bool matches(std::string_view pattern, const Steps& steps, std::size_t from) {
  for (std::size_t i = from; i < steps.size(); ++i) {
    const std::size_t dot = pattern.find('.');
    const std::string_view step = pattern.substr(0, dot);
    if (pattern.empty() || (step != "*" && step != steps[i])) {
      return false;
    }
    pattern = dot == std::string_view::npos ? std::string_view{} : pattern.substr(dot + 1);
  }
  return pattern.empty();
}

Way way_of(const Steps& steps) {
  const bool service = steps.size() > 2 && steps[0] == "services";
  for (const Special& special : specials) {
    const bool whole = special.path.starts_with('/');
    if (whole ? !service && matches(special.path.substr(1), steps, 0)
              : service && matches(special.path, steps, 2)) {
      return special.way;
    }
  }
  return Way::plain;
}

/// The new value in place of the old one, which becomes its origin, with its text where `telling`.
void replace(Node& base, Node over, bool telling) {
  std::vector<model::Origin> chain;
  chain.push_back({base.via, base.span,
                   !base.is_scalar()             ? std::string()
                   : base.raw.empty() && telling ? base.text
                                                 : base.raw});
  chain.insert(chain.end(), base.origins.begin(), base.origins.end());
  if (over.via == model::Via::written) {
    over.via = model::Via::overridden;
  }
  for (model::Origin& origin : chain) {
    if (origin.via == model::Via::written) {
      origin.via = model::Via::overridden;
    }
  }
  over.origins.insert(over.origins.end(), chain.begin(), chain.end());
  base = std::move(over);
}

Node names_to_mapping(const Node& node, bool dependency) {
  if (!node.is_sequence()) {
    return node;
  }
  Node out = container_from(node, Node::Kind::mapping);
  for (const Node& item : node.items) {
    Node value = defaulted(item, dependency ? Node::Kind::mapping : Node::Kind::null);
    if (dependency) {
      set_member(value, "condition", defaulted(item, Node::Kind::string, "service_started"));
      set_member(value, "required", defaulted(item, Node::Kind::boolean, "true"));
    }
    set_member(out, item.text, std::move(value));
  }
  return out;
}

class Merger {
 public:
  Merger(Steps steps, Report& report) : steps_(std::move(steps)), report_(report) {}

  void run(Node& base, Node over) {
    switch (way_of(steps_)) {
    case Way::replace:
      return replace(base, std::move(over), telling());
    case Way::list:
      return append(base, as_list(over));
    case Way::hosts:
      return hosts(base, as_list(over));
    case Way::build:
      return build(base, std::move(over));
    case Way::dependencies:
      base = names_to_mapping(base, true);
      return mapping_or_error(base, names_to_mapping(over, true));
    case Way::networks:
      base = names_to_mapping(base, false);
      return mapping_or_error(base, names_to_mapping(over, false));
    case Way::logging:
      return logging(base, std::move(over));
    case Way::ipam:
      return ipam(base, std::move(over));
    case Way::plain:
      return plain(base, std::move(over));
    }
  }

 private:
  void plain(Node& base, Node over) {
    if (over.is_null()) {
      return;
    }
    if (base.is_mapping()) {
      return mapping_or_error(base, std::move(over));
    }
    if (!base.is_sequence()) {
      return replace(base, std::move(over), telling());
    }
    if (!over.is_sequence()) {
      report_.error(over.span, dotted(steps_) + ": a value that cannot override a list",
                    "write a list here as well, or tag the value with !override");
      return;
    }
    for (Node& item : over.items) {
      add(base, std::move(item));
    }
  }

  static void add(Node& base, Node item) {
    if (item.via == model::Via::written) {
      item.via = model::Via::merged;
    }
    base.items.push_back(std::move(item));
  }

  void append(Node& base, Node over) {
    base = as_list(base);
    for (Node& item : over.items) {
      add(base, std::move(item));
    }
  }

  void hosts(Node& base, Node over) {
    base = as_list(base);
    for (Node& item : over.items) {
      if (std::none_of(base.items.begin(), base.items.end(),
                       [&](const Node& b) { return same_value(b, item); })) {
        add(base, std::move(item));
      }
    }
  }

  void mapping_or_error(Node& base, Node over) {
    if (over.is_null()) {
      return;
    }
    if (base.is_null()) {
      base = std::move(over);
      return;
    }
    if (!over.is_mapping()) {
      report_.error(over.span, dotted(steps_) + ": a value that cannot override a mapping",
                    "write a mapping here as well, or tag the value with !override");
      return;
    }
    mapping(base, std::move(over));
  }

  void mapping(Node& base, Node over) {
    const MemberIndex index(base);
    for (Node::Member& member : over.members) {
      const std::size_t at = index.find(member.key);
      if (at == MemberIndex::none) {
        if (member.value.via == model::Via::written) {
          member.value.via = model::Via::merged;
        }
        base.members.push_back(std::move(member));
        continue;
      }
      steps_.push_back(member.key);
      run(base.members[at].value, std::move(member.value));
      steps_.pop_back();
    }
  }

  void build(Node& base, Node over) {
    for (Node* node : {&base, &over}) {
      if (node->is_string()) {
        Node wrapped = container_from(*node, Node::Kind::mapping);
        set_member(wrapped, "context", *node);
        *node = std::move(wrapped);
      }
    }
    mapping_or_error(base, std::move(over));
  }

  void logging(Node& base, Node over) {
    const Node* mine = base.find("driver");
    const Node* other = over.find("driver");
    if (mine == nullptr || other == nullptr || mine->text == other->text) {
      return mapping_or_error(base, std::move(over));
    }
    replace(base, std::move(over), telling());
  }

  void ipam(Node& base, Node over) {
    if (!over.is_sequence() || !base.is_sequence()) {
      return plain(base, std::move(over));
    }
    for (Node& item : over.items) {
      const std::string subnet = text_of(item, "subnet");
      const auto same = std::find_if(base.items.begin(), base.items.end(),
                                     [&](const Node& b) { return text_of(b, "subnet") == subnet; });
      if (same == base.items.end()) {
        add(base, std::move(item));
      } else {
        mapping_or_error(*same, std::move(item));
      }
    }
  }

  /// Whether the old value may be told: keys of a service itself hold no secret, but for what it
  /// is started with.
  bool telling() const {
    return steps_.size() == 3 && steps_[0] == "services" && steps_[2] != "command"
           && steps_[2] != "entrypoint";
  }

  Steps steps_;
  Report& report_;
};

} // namespace

Node as_list(const Node& node) {
  if (node.is_sequence()) {
    return node;
  }
  Node out = container_from(node, Node::Kind::sequence);
  if (node.is_mapping()) {
    for (const Node::Member& member : node.members) {
      if (member.value.is_sequence()) {
        for (const Node& item : member.value.items) {
          out.items.push_back(text_from(item, member.key + "=" + item.text));
        }
        continue;
      }
      Node item = text_from(
          member.value, member.value.is_null() ? member.key : member.key + "=" + member.value.text);
      if (!member.value.raw.empty()) {
        item.raw = member.key + "=" + member.value.raw;
      }
      out.items.push_back(std::move(item));
    }
    std::stable_sort(out.items.begin(), out.items.end(),
                     [](const Node& a, const Node& b) { return a.text < b.text; });
  } else if (!node.is_null()) {
    out.items.push_back(node);
  }
  return out;
}

void merge(Node& base, Node over, Steps steps, Report& report) {
  Merger(std::move(steps), report).run(base, std::move(over));
}

} // namespace secaudit::project::compose
