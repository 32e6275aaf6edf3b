// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

void judge(const model::Service& service, std::string_view when, std::vector<Issue>& issues) {
  const auto& hooks = items_of(key_of(service, when));
  for (std::size_t i = 0; i < hooks.size(); ++i) {
    const model::Node& hook = hooks[i];
    const model::Node* privileged = hook.find("privileged");
    const std::string key = std::string(when) + "[" + std::to_string(i) + "]";
    if (privileged != nullptr && privileged->is_true()) {
      issues.push_back({Severity::medium,
                        "A " + std::string(when) + " hook of service " + service.name
                            + " runs privileged, whatever the service itself is allowed.",
                        places(*privileged, "privileged: true"),
                        "Delete `privileged` from the hook in " + path_of(service) + ".", key});
      continue;
    }
    const model::Node* user = hook.find("user");
    const bool root = user != nullptr
                      && (user->text == "root" || user->text == "0" || user->text.starts_with("0:")
                          || user->text.starts_with("root:"));
    if (root) {
      issues.push_back({Severity::low,
                        "A " + std::string(when) + " hook of service " + service.name
                            + " runs as root, as is usual for a chown.",
                        places(*user, "user: " + user->text),
                        "Set the owner of the folder in the image (`COPY --chown`, an `install -d "
                        "-o` in the Dockerfile) and drop the hook.",
                        key});
    }
  }
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const std::string_view when : {"pre_start", "post_start", "pre_stop"}) {
    judge(service, when, issues);
  }
  return conclude(service, std::move(issues), "no hook with more rights");
}

} // namespace

Rule CO120() {
  return {.id = "CO120",
          .name = "privileged-hook",
          .title = "Hook runs with more rights than the service",
          .severity = Severity::medium,
          .items = {},
          .controls = {"CIS-Docker 5.23"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
