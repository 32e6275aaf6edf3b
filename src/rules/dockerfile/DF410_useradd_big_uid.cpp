// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    const auto id = option_value(command, {"-u", "--uid"});
    std::string number = id.value_or("");
    for (const model::ShellWord& word : command.words) {
      if (word.text.starts_with("-u") && word.text.size() > 2) {
        number = word.text.substr(2);
      }
    }
    const bool big =
        number.size() > 5 && number.find_first_not_of("0123456789") == std::string::npos;
    if (command.name == "useradd" && big && !has_short(command, 'l')
        && !command.has("--no-log-init")) {
      issues.push_back(about(command, where, Severity::low,
                             "useradd keeps /var/log/lastlog with a place for each number up to "
                                 + number + ": the layer may grow by gigabytes.",
                             "Write `useradd --no-log-init …`, or take a smaller number."));
    }
  });
}

} // namespace

Rule DF410() {
  return {.id = "DF410",
          .name = "useradd-big-uid",
          .title = "useradd writes a huge log file",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3046", "KICS use_recommended_flags_with_useradd"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
