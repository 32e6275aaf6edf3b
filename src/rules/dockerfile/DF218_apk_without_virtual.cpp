// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    bool added = false;
    for (const PackageCall& call : package_calls(run.instruction)) {
      if (call.tool != "apk") {
        continue;
      }
      const bool virtual_name =
          has_any(*call.command, {"-t", "--virtual"}) || has_short(*call.command, 't');
      added = added || (call.verb == "add" && !virtual_name);
      if (call.verb == "add" && virtual_name) {
        return;
      }
      if (added && call.verb == "del" && !call.operands.empty()
          && !call.operands.front()->text.starts_with('.')) {
        issues.push_back(
            about(*call.command, run, Severity::info,
                  "What apk del must name has to be kept in step with apk add by hand.",
                  "Add them as a group: `apk add --no-cache --virtual .build …` and "
                  "`apk del .build`."));
      }
    }
  });
}

} // namespace

Rule DF218() {
  return {.id = "DF218",
          .name = "apk-without-virtual",
          .title = "Packages are added and deleted by name",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
