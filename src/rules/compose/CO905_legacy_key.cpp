// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

void judge_service(const model::Service& service, std::vector<Issue>& issues) {
  for (const char* key : {"links", "external_links"}) {
    const model::Node* value = key_of(service, key);
    if (value != nullptr && !value->items.empty()) {
      issues.push_back({Severity::low,
                        "Service " + service.name + " uses `" + std::string(key)
                            + "`, which only the default bridge needed; names of services resolve "
                              "without it.",
                        {at(value->span, key)},
                        "Delete `" + std::string(key) + "` from " + path_of(service)
                            + "; use `depends_on` for the order and a network for the reach.",
                        service.name + "." + key});
    }
  }
  constexpr std::array<std::pair<const char*, const char*>, 3> doubled{
      {{"mem_limit", "memory"}, {"cpus", "cpus"}, {"pids_limit", "pids"}}};
  for (const auto& [old, key] : doubled) {
    const model::Node* first = key_of(service, old);
    const model::Node* second = key_of(service, std::string("deploy.resources.limits.") + key);
    if (first != nullptr && second != nullptr && first->via != model::Via::defaulted) {
      issues.push_back({Severity::low,
                        "Service " + service.name + " sets a limit twice, by `" + std::string(old)
                            + "` and by `deploy.resources.limits." + key + "`; the second wins.",
                        {at(first->span, old), at(second->span, key)},
                        "Delete `" + std::string(old) + "` from " + path_of(service) + ".",
                        service.name + "." + old});
    }
  }
}

Verdict check(const model::Project& project, const Context&) {
  static constexpr std::array<std::string_view, 6> old_keys{
      "net", "log_driver", "log_opt", "dockerfile", "volume_driver", "cpuset_cpus"};
  std::vector<Issue> issues;
  for (const model::Service& service : project.services) {
    judge_service(service, issues);
  }
  for (const model::Diagnostic& fault : project.diagnostics) {
    if (std::find(old_keys.begin(), old_keys.end(), fault.unknown_key) != old_keys.end()) {
      issues.push_back({Severity::low,
                        "`" + fault.unknown_key + "` is a key of Compose's first format.",
                        {at(fault.span, fault.unknown_key)},
                        fault.unknown_key == "net"          ? "Write `network_mode`."
                        : fault.unknown_key == "dockerfile" ? "Write it below `build`."
                        : fault.unknown_key.starts_with("log")
                            ? "Write `logging: {driver, options}`."
                            : "Delete the key.",
                        "key[" + fault.unknown_key + "]"});
    }
  }
  return from_issues(std::move(issues), "no key of an older format");
}

} // namespace

Rule CO905() {
  return {.id = "CO905",
          .name = "legacy-key",
          .title = "Key of an older format",
          .severity = Severity::low,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
