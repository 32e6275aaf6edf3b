// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const std::string_view key : {"provenance", "sbom"}) {
    const model::Node* value = key_of(service, "build." + std::string(key));
    if (value == nullptr || value->text != "false") {
      continue;
    }
    issues.push_back({Severity::low,
                      "The build of service " + service.name + " leaves out its " + std::string(key)
                          + ": later nobody can tell from what the image was made.",
                      places(*value, std::string(key) + ": false"),
                      "Delete `" + std::string(key) + "` from `" + path_of(service)
                          + ".build`, or write `mode=max`.",
                      "build." + std::string(key)});
  }
  return conclude(service, std::move(issues), "provenance is not switched off");
}

} // namespace

Rule CO509() {
  return {.id = "CO509",
          .name = "no-provenance",
          .title = "Provenance or SBOM is switched off",
          .severity = Severity::low,
          .items = {},
          .controls = {"OWASP-Docker 13"},
          .tags = {"compose", "supply"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
