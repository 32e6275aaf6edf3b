// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    const auto names = [&](std::string_view host) {
      const auto& documents = run.instruction.heredocs;
      return base::contains(run.instruction.original, host)
             || std::any_of(documents.begin(), documents.end(), [&](const auto& document) {
                  return base::contains(document.content, host);
                });
    };
    for (const char* host : {"archive.debian.org", "old-releases.ubuntu.com", "vault.centos.org",
                             "archives.fedoraproject.org"}) {
      if (names(host)) {
        issues.push_back(about(run, Severity::medium,
                               std::string(host)
                                   + " keeps releases that get no security fixes any "
                                     "more.",
                               "Move to a supported release of the distribution."));
        return;
      }
    }
  });
}

} // namespace

Rule DF220() {
  return {.id = "DF220",
          .name = "archived-distribution",
          .title = "Packages come from the archive of a dead release",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
