// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>
#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  Folders folders;
  std::set<std::string> copied;
  for (const Placed& item : placed(use)) {
    folders.take(item);
    if (item.instruction.name == "FROM") {
      copied.clear();
    }
    if (is_copy(item.instruction)) {
      copied.insert(folders.absolute(copy_destination(item.instruction)));
    }
    for (const model::ShellCommand& command : item.instruction.commands) {
      if (item.instruction.name != "RUN" || !one_of(command.name, {"chown", "chmod"})
          || !(has_short(command, 'R') || command.has("--recursive"))) {
        continue;
      }
      const auto operands = command.operands();
      const bool same = std::any_of(operands.begin(), operands.end(), [&](std::string_view path) {
        return copied.contains(folders.absolute(path));
      });
      if (same && item.final) {
        issues.push_back(about(command, item, Severity::info,
                               "Every file that was copied is in the image twice, once for each "
                               "owner or mode.",
                               std::string("Write `COPY ")
                                   + (command.name == "chown" ? "--chown=…" : "--chmod=…")
                                   + " …`."));
      }
    }
  }
  return from_issues(std::move(issues), "no layer only changes owners");
}

} // namespace

Rule DF811() {
  return {.id = "DF811",
          .name = "chown-layer",
          .title = "A layer repeats files to change their owner",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
