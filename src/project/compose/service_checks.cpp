// SPDX-License-Identifier: Apache-2.0
#include "project/compose/service_checks.hpp"

#include "project/compose/yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::project::compose {
namespace {

struct Pair {
  std::string_view old_key;
  std::string_view parent; ///< that has to be there for the check
  std::string_view new_key;
};

// The older keys must agree with those of deploy.
constexpr std::array<Pair, 4> limit_pairs{{
    {"cpus", "deploy.resources.limits", "cpus"},
    {"mem_limit", "deploy.resources.limits", "memory"},
    {"pids_limit", "deploy.resources.limits", "pids"},
    {"mem_reservation", "deploy.resources.reservations", "memory"},
}};

void check_limits(const Node& node, Report& report) {
  for (const Pair& pair : limit_pairs) {
    const Node* old_value = node.find(pair.old_key);
    const Node* parent = node.at(pair.parent);
    if (old_value == nullptr || parent == nullptr) {
      continue;
    }
    const Node* value = parent->find(pair.new_key);
    if (value == nullptr || value->text != old_value->text) {
      report.error(old_value->span,
                   "`" + std::string(pair.old_key) + "` and `" + std::string(pair.parent) + "."
                       + std::string(pair.new_key) + "` that differ",
                   "give the limit in one place");
    }
  }
}

void check_scale(const Node& node, Report& report) {
  const Node* scale = node.find("scale");
  const Node* replicas = node.at("deploy.replicas");
  if (scale != nullptr && replicas != nullptr && scale->text != replicas->text) {
    report.error(scale->span, "`scale` and `deploy.replicas` that differ",
                 "keep `scale` or `deploy.replicas`");
  }
  const Node* count = scale != nullptr ? scale : replicas;
  const Node* name = node.find("container_name");
  if (count != nullptr && name != nullptr && parse_integer(count->text).value_or(1) > 1) {
    report.error(name->span, "`container_name` on a service with several containers",
                 "remove container_name");
  }
}

void check_build(const Node& node, Report& report) {
  const Node* build = node.find("build");
  if (build == nullptr) {
    return;
  }
  const Node* inlined = build->find("dockerfile_inline");
  if (inlined != nullptr && build->find("dockerfile") != nullptr) {
    report.error(inlined->span, "`dockerfile` and `dockerfile_inline`",
                 "keep `dockerfile` or `dockerfile_inline`");
  }
  const Node* platform = node.find("platform");
  const Node* platforms = build->find("platforms");
  if (platform != nullptr && platforms != nullptr
      && std::none_of(platforms->items.begin(), platforms->items.end(),
                      [&](const Node& p) { return p.text == platform->text; })) {
    report.error(platform->span,
                 "platform \"" + platform->text + "\" that is not in build.platforms",
                 "add it there");
  }
}

/// Two mounts at one place, and mounts that lack their source or target.
void check_mounts(const Node& node, Report& report) {
  std::set<std::string> targets;
  const auto add = [&](const Node& item, const std::string& target) {
    if (!targets.insert(target).second) {
      report.error(item.span, "a second mount at " + target, "remove one of the two");
    }
  };
  if (const Node* list = node.find("tmpfs")) {
    for (const Node& item : list->items) {
      add(item, item.text.substr(0, item.text.find(':')));
    }
  }
  const Node* volumes = node.find("volumes");
  if (volumes == nullptr) {
    return;
  }
  for (const Node& item : volumes->items) {
    if (item.find("target") == nullptr) {
      report.error(item.span, "a mount without `target`", "add it");
    } else {
      add(item, text_of(item, "target"));
    }
    if (text_of(item, "type") == "bind" && text_of(item, "source").empty()) {
      report.error(item.span, "a bind mount without `source`", "add it");
    }
  }
}

void check_watch(const Node& node, Report& report) {
  const Node* watch = node.at("develop.watch");
  if (watch == nullptr) {
    return;
  }
  for (const Node& item : watch->items) {
    const std::string action = text_of(item, "action");
    if (action.starts_with("sync") && text_of(item, "target").empty()) {
      report.error(item.span, "watch with action " + action + " and without a target",
                   "add `target`");
    }
    if (action == "sync+exec" && item.at("exec.command") == nullptr) {
      report.error(item.span, "watch with action sync+exec and without a command",
                   "add `exec.command`");
    }
  }
}

/// Whether the image or the build was there, and had to be left out for an error told already.
bool lost_source(const std::string& service, const Report& report) {
  const std::string own = "services." + service + ".";
  return std::any_of(report.diagnostics.begin(), report.diagnostics.end(), [&](const auto& each) {
    const std::string_view path = each.value_path;
    return path.starts_with(own)
           && (path.substr(own.size()) == "image" || path.substr(own.size()).starts_with("build"));
  });
}

} // namespace

void check_service(const Node::Member& service, Report& report) {
  const Node& node = service.value;
  if (node.find("image") == nullptr && node.find("build") == nullptr
      && node.find("provider") == nullptr && !lost_source(service.key, report)) {
    report.error(service.key_span, "service " + service.key + " has neither `image` nor `build`",
                 "add one of the two");
  }
  const Node* mode = node.find("network_mode");
  const Node* networks = node.find("networks");
  if (mode != nullptr && networks != nullptr && !networks->members.empty()) {
    report.error(mode->span, "`network_mode` and `networks`, which exclude each other",
                 "keep `network_mode` or `networks`");
  }
  if (const Node* test = node.at("healthcheck.test"); test != nullptr && test->is_sequence()) {
    const std::string& first = test->items.front().text;
    if (first != "NONE" && first != "CMD" && first != "CMD-SHELL") {
      report.error(test->items.front().span, "healthcheck.test begins with \"" + first + "\"",
                   "begin the list with CMD, CMD-SHELL or NONE");
    }
  }
  if (const Node* gpus = node.find("gpus");
      gpus != nullptr && node.at("deploy.resources.reservations.devices") != nullptr) {
    report.error(gpus->span, "`gpus` and `deploy.resources.reservations.devices`",
                 "keep `gpus` or the devices");
  }
  check_limits(node, report);
  check_scale(node, report);
  check_build(node, report);
  check_mounts(node, report);
  check_watch(node, report);
}

} // namespace secaudit::project::compose
