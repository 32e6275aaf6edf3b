// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_upper(std::string_view text) {
  return base::to_upper(text) == text;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::size_t upper = 0;
  std::size_t lower = 0;
  for (const model::Instruction& instruction : use.dockerfile.instructions) {
    upper += is_upper(instruction.written) ? 1U : 0U;
    lower += base::to_lower(instruction.written) == instruction.written ? 1U : 0U;
  }
  const bool majority_upper = upper >= lower;
  for (const Placed& item : placed(use)) {
    const std::string& written = item.instruction.written;
    if (written != (majority_upper ? base::to_upper(written) : base::to_lower(written))) {
      issues.push_back(about(
          item, Severity::info, written + " is written otherwise than the other instructions.",
          std::string("Write it in ") + (majority_upper ? "capitals." : "small letters.")));
    }
    const auto& words = item.instruction.arguments;
    if (item.instruction.name == "FROM" && words.size() == 3
        && is_upper(words[1].text) != is_upper(written)) {
      issues.push_back(about(item, Severity::info, "FROM and AS are written in different cases.",
                             "Write both in capitals."));
    }
    if (item.instruction.name == "FROM" && words.size() == 3
        && base::to_lower(words[2].text) != words[2].text) {
      issues.push_back(about(item, Severity::info,
                             "The stage name " + words[2].text
                                 + " has capitals; names are compared "
                                   "in small letters.",
                             "Write the name in small letters."));
    }
  }
  return from_issues(std::move(issues), "one case throughout");
}

} // namespace

Rule DF023() {
  return {.id = "DF023",
          .name = "mixed-case",
          .title = "Instructions are written in mixed case",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"BuildKit StageNameCasing", "BuildKit FromAsCasing",
                       "BuildKit ConsistentInstructionCasing", "SonarSource S6476"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
