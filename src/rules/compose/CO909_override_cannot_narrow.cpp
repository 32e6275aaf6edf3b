// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  for (const auto& open : service.ports) {
    for (const auto& narrow : service.ports) {
      const bool pair = open.span.file != narrow.span.file && open->target == narrow->target
                        && open->protocol == narrow->protocol
                        && exposure(*open, service, context) == Exposure::everyone
                        && exposure(*narrow, service, context) < Exposure::everyone;
      if (!pair) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::high;
      issue.message = "The port " + written(*narrow) + " of " + service.name
                      + " does not replace the open " + written(*open)
                      + " of the other file: lists are joined, so both are published.";
      issue.evidence = {at(narrow.span, written(*narrow)), at(open.span, written(*open))};
      issue.remedy = "Write `ports: !override [\"" + written(*narrow) + "\"]` in "
                     + narrow.span.file.str() + ", or delete the entry from " + open.span.file.str()
                     + ".";
      issue.key = "ports[" + std::to_string(open->target) + "]";
      issues.push_back(std::move(issue));
    }
  }
  return conclude(service, std::move(issues), "no open port stays beside a narrowed one");
}

} // namespace

Rule CO909() {
  return {.id = "CO909",
          .name = "override-cannot-narrow",
          .title = "Override does not narrow the port",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness", "network"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
