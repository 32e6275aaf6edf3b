// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || !stage->healthcheck) {
    return not_applicable("no HEALTHCHECK");
  }
  const model::Instruction& check_line = use.dockerfile.instructions[*stage->healthcheck];
  if (check_line.arguments.empty() || base::to_upper(check_line.arguments.front().text) != "NONE") {
    return pass("a check is set");
  }
  return fail(about({check_line, *stage->healthcheck, *stage, true}, Severity::low,
                    "HEALTHCHECK NONE switches the check of the base image off.",
                    "Delete the line, or write a check that fits."));
}

} // namespace

Rule DF632() {
  return {.id = "DF632",
          .name = "healthcheck-off",
          .title = "The health check is switched off",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {"CIS-Docker 4.6"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
