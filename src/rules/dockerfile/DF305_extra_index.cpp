// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/secret_urls.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (call.tool != "pip" && call.tool != "uv") {
      return;
    }
    const auto extra = option_value(*call.command, {"--extra-index-url"});
    const auto index = option_value(*call.command, {"-i", "--index-url", "--extra-index-url"});
    if (index && password_in_url(*index)) {
      issues.push_back(
          about(*call.command, run, Severity::high,
                "The password for the package index stands in the address: it stays in "
                "the history of the image.",
                "Give it by `RUN --mount=type=secret` as pip.conf or .netrc, and change "
                "it."));
    } else if (index && index->starts_with("http://")) {
      issues.push_back(about(*call.command, run, Severity::high,
                             "Packages are fetched over plain http: anybody on the way exchanges "
                             "them.",
                             "Use https."));
    } else if (extra && !base::contains(*extra, "download.pytorch.org")) {
      issues.push_back(about(*call.command, run, Severity::medium,
                             "With --extra-index-url the highest version wins, whichever index has "
                             "it: a public package of the name of a private one gets installed.",
                             "Use one --index-url that serves both, or name the index of each "
                             "package (uv: `explicit = true`)."));
    }
  });
}

} // namespace

Rule DF305() {
  return {.id = "DF305",
          .name = "extra-index",
          .title = "Packages may come from more than one index",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"OWASP CICD-SEC-3"},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
