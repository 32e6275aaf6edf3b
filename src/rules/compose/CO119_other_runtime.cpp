// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  const model::Node* runtime = key_of(service, "runtime");
  const model::Node* isolation = key_of(service, "isolation");
  std::vector<Issue> issues;
  if (runtime != nullptr && !runtime->text.empty() && runtime->text != "runc") {
    static constexpr std::array<std::string_view, 6> stronger{
        "runsc", "kata", "sysbox", "io.containerd.kata", "io.containerd.runsc", "gvisor"};
    const bool better = std::any_of(stronger.begin(), stronger.end(), [&](std::string_view name) {
      return runtime->text.starts_with(name);
    });
    const bool usual = better || runtime->text == "nvidia" || runtime->text == "crun"
                       || runtime->text == "io.containerd.runc.v2";
    issues.push_back({usual ? Severity::info : Severity::medium,
                      "Service " + service.name + " runs under " + runtime->text
                          + (better  ? ", which isolates more than the default."
                             : usual ? ", a known runtime."
                                     : ", a runtime we do not know: what it isolates is open."),
                      places(*runtime, "runtime: " + runtime->text),
                      usual ? "Nothing to do; the host must have it installed."
                            : "Say in a comment what " + runtime->text
                                  + " isolates, or delete `runtime` from " + path_of(service) + ".",
                      "runtime"});
  }
  if (isolation != nullptr && !isolation->text.empty() && isolation->text != "default") {
    issues.push_back({Severity::info,
                      "Service " + service.name + " asks for the isolation " + isolation->text
                          + ", which only Windows containers know.",
                      places(*isolation, "isolation: " + isolation->text),
                      "Nothing to do on Windows; delete it elsewhere.", "isolation"});
  }
  return conclude(service, std::move(issues), "the default runtime");
}

} // namespace

Rule CO119() {
  return {.id = "CO119",
          .name = "other-runtime",
          .title = "Other runtime than the default",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "isolation"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
