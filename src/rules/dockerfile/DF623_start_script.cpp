// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

const model::StartScript* script_of(const model::DockerfileUse& use) {
  return use.start_script ? &*use.start_script : nullptr;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::StartScript* script = script_of(use);
  if (script == nullptr) {
    return not_applicable("no start script in the build context");
  }
  std::vector<Issue> issues;
  const auto add = [&](Severity severity, const std::string& message, const std::string& remedy,
                       int line) {
    Issue issue;
    issue.severity = severity;
    issue.message = message;
    issue.evidence = {at({script->file, {line, 1}, {line, 1}}, script->first_line)};
    issue.remedy = remedy;
    issue.key = message;
    issues.push_back(std::move(issue));
  };
  if (script->carriage_returns) {
    add(Severity::high,
        script->file.str()
            + " has Windows line ends: the kernel looks for an "
              "interpreter whose name ends with a carriage return.",
        "Save it with line feeds, and add `*.sh text eol=lf` to .gitattributes.", 1);
  }
  if (!script->interpreter && script->called_directly) {
    add(Severity::high,
        script->file.str()
            + " does not begin with #!: started directly it fails with "
              "\"exec format error\".",
        "Begin it with `#!/bin/sh`.", 1);
  }
  if (!script->executes && script->is_entrypoint) {
    add(Severity::low,
        script->file.str()
            + " stays the main process: stop signals do not reach what "
              "it starts.",
        "End it with `exec \"$@\"`, or exec in front of the program.", 1);
  }
  return from_issues(std::move(issues), "the start script hands over");
}

} // namespace

Rule DF623() {
  return {.id = "DF623",
          .name = "start-script",
          .title = "The start script is not fit to start a container",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
