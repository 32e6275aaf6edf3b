// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

std::string missing_switch(const PackageCall& call) {
  const model::ShellCommand& command = *call.command;
  if (call.tool == "uv" && call.verb == "sync" && !has_any(command, {"--locked", "--frozen"})) {
    return "uv sync --locked";
  }
  if (call.tool == "pipenv" && call.verb == "install"
      && !has_any(command, {"--deploy", "--ignore-pipfile"}) && call.operands.empty()) {
    return "pipenv install --deploy";
  }
  if (call.tool == "pdm" && one_of(call.verb, {"install", "sync"}) && call.verb == "install"
      && !has_any(command, {"--frozen-lockfile", "--no-lock", "--check"})) {
    return "pdm sync --prod";
  }
  return {};
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [&](const PackageCall& call, const Placed& run,
                                 std::vector<Issue>& issues) {
    const std::string better = missing_switch(call);
    const bool by_variable =
        call.tool == "uv" && (value_at(use, run, "UV_LOCKED") || value_at(use, run, "UV_FROZEN"));
    if (!better.empty() && !by_variable) {
      issues.push_back(
          about(*call.command, run, Severity::low,
                call.tool + " " + call.verb + " writes the lock file anew when it does not fit.",
                "Write `" + better + "`: it fails instead."));
    }
  });
}

} // namespace

Rule DF325() {
  return {.id = "DF325",
          .name = "python-unlocked",
          .title = "The lock file of a Python project is not binding",
          .severity = Severity::low,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
