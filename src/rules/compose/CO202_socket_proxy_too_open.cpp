// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 4> always{"EXEC", "SECRETS", "AUTH", "VOLUMES"};
constexpr std::array<std::string_view, 9> with_post{
    "CONTAINERS", "IMAGES", "BUILD", "COMMIT", "SERVICES", "SWARM", "TASKS", "PLUGINS", "NODES"};

template <typename List>
bool has(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool on(const model::Service& service, std::string_view name) {
  const model::Variable* variable = service.variable(name);
  return variable != nullptr && variable->value && is_yes(*variable->value);
}

void judge_variables(const model::Service& service, std::vector<Issue>& issues) {
  const bool post = on(service, "POST");
  for (const model::Variable& variable : service.environment) {
    if (!variable.value || !is_yes(*variable.value)) {
      continue;
    }
    const bool writes =
        post && (has(with_post, variable.name) || variable.name.starts_with("ALLOW_"));
    if (!writes && !has(always, variable.name)) {
      continue;
    }
    issues.push_back(
        {Severity::high,
         "The socket proxy " + service.name + " lets " + variable.name
             + (writes ? " requests change things (POST=1): a container can be started "
                         "with the host's disk."
                       : " requests through, which reach into containers or read what "
                         "is secret."),
         places(variable, variable.name + "=" + *variable.value),
         "Write `" + variable.name + ": 0` in `" + path_of(service) + ".environment`"
             + (writes ? " or `POST: 0`; a proxy for Traefik needs CONTAINERS=1 alone." : "."),
         "environment[" + variable.name + "]"});
  }
}

/// wollomatic/socket-proxy takes what it allows as patterns on its command line.
void judge_patterns(const model::Service& service, std::vector<Issue>& issues) {
  for (const model::Node& item : items_of(key_of(service, "command"))) {
    const std::string& word = item.text;
    const std::string lower = base::to_lower(word);
    const bool change = lower.starts_with("-allowpost") || lower.starts_with("--allowpost")
                        || lower.starts_with("-allowput") || lower.starts_with("-allowdelete");
    const bool wide = base::contains(word, ".*") || base::contains(lower, "exec")
                      || base::contains(lower, "create");
    if (change && wide) {
      issues.push_back({Severity::high,
                        "The socket proxy " + service.name + " lets changing requests through ("
                            + base::truncate(word, 60) + ").",
                        places(item, base::truncate(word, 60)),
                        "Delete the option from `" + path_of(service)
                            + ".command` or name the exact paths that are needed.",
                        "command[" + word + "]"});
    }
  }
}

Verdict check(const model::Service& service, const Context& context) {
  if (!any_of(service_images().socket_proxies, software_of(service, context))) {
    return not_applicable("no socket proxy");
  }
  std::vector<Issue> issues;
  judge_variables(service, issues);
  judge_patterns(service, issues);
  return conclude(service, std::move(issues), "lets read requests through only");
}

} // namespace

Rule CO202() {
  return {.id = "CO202",
          .name = "socket-proxy-too-open",
          .title = "Socket proxy lets too much through",
          .severity = Severity::high,
          .items = {},
          .controls = {"OWASP-Docker 1"},
          .tags = {"compose", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
