// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    if (!one_of(item.instruction.name, {"ENV", "LABEL"}) || item.instruction.arguments.empty()
        || item.instruction.arguments.front().text.find('=') != std::string::npos) {
      continue;
    }
    issues.push_back(about(item, Severity::info,
                           item.instruction.name
                               + " without `=` is the old form: the whole rest "
                                 "of the line is one value.",
                           "Write `" + item.instruction.name + " "
                               + item.instruction.arguments.front().text + "=…`."));
  }
  return from_issues(std::move(issues), "name=value throughout");
}

} // namespace

Rule DF022() {
  return {.id = "DF022",
          .name = "legacy-key-value",
          .title = "ENV or LABEL without the equals sign",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"BuildKit LegacyKeyValueFormat", "SonarSource S6574"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
