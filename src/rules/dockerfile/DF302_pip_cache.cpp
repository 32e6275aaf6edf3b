// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_off(std::string_view name, std::string_view value) {
  return name == "PIP_NO_CACHE_DIR" && !value.empty() && value != "0" && value != "false"
         && value != "off" && value != "no";
}

/// `export PIP_NO_CACHE_DIR=1` earlier in the RUN.
bool exported(const model::Instruction& run) {
  return std::any_of(run.commands.begin(), run.commands.end(),
                     [](const model::ShellCommand& command) {
                       return command.name == "export" && command.words.size() > 1
                              && command.words[1].text.starts_with("PIP_NO_CACHE_DIR=")
                              && is_off("PIP_NO_CACHE_DIR", command.words[1].text.substr(17));
                     });
}

bool off_by_environment(const model::Stage& stage, const model::ShellCommand& command) {
  for (const model::DockerVariable& variable : stage.environment) {
    if (is_off(variable.name, variable.value.value_or("1"))) {
      return true;
    }
  }
  for (const model::DockerVariable& variable : stage.arguments) {
    if (is_off(variable.name, variable.value.value_or("1"))) {
      return true;
    }
  }
  return std::any_of(command.assignments.begin(), command.assignments.end(),
                     [](const model::Word& word) {
                       const std::size_t equal = word.text.find('=');
                       return equal != std::string::npos
                              && is_off(word.text.substr(0, equal), word.text.substr(equal + 1));
                     });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (const PackageCall& call : package_calls(run.instruction)) {
      if (!run.final || exported(run.instruction)) {
        return;
      }
      if (call.tool != "pip" || call.verb != "install" || call.command->has("--no-cache-dir")
          || off_by_environment(run.stage, *call.command)
          || removes(run.instruction, "/root/.cache/pip")
          || mounts_over(run.instruction, "/root/.cache/pip")
          || removes(run.instruction, "~/.cache/pip")) {
        continue;
      }
      issues.push_back(about(*call.command, run, Severity::low,
                             "pip leaves the packages that it downloaded in the layer.",
                             "Write `pip install --no-cache-dir …`."));
    }
  });
}

} // namespace

Rule DF302() {
  return {.id = "DF302",
          .name = "pip-cache",
          .title = "pip keeps its download cache",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3042", "KICS pip_install_keeping_cached_packages"},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
