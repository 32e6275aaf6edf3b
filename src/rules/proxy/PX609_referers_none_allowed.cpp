// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Directive* valid : model::anywhere(proxy.directives, "valid_referers")) {
    for (const auto& word : valid->arguments) {
      if (*word != "none" && *word != "blocked") {
        continue;
      }
      Issue issue;
      issue.severity = Severity::info;
      issue.message = "`" + *word
                      + "` lets requests without a usable Referer in; every page can make its "
                        "requests so by Referrer-Policy.";
      issue.evidence = {at(valid->span, "valid_referers " + model::arguments_text(*valid))};
      issue.remedy = "Do not rely on the Referer for protection: use tokens against forged "
                     "requests, and signed links (secure_link) for files.";
      issue.key = "valid_referers|" + model::arguments_text(*valid);
      issues.push_back(std::move(issue));
      break;
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX609() {
  return {.id = "PX609",
          .name = "referers-none-allowed",
          .title = "valid_referers lets requests without a referer in",
          .severity = Severity::info,
          .items = {"H8"},
          .controls = {"gixy valid_referers"},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
