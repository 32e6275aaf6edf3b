// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

bool is_pinned(const std::string& word) {
  return base::contains(word, "==") || base::contains(word, "@") || base::contains(word, "/")
         || word == "." || word.starts_with(".[") || word.ends_with(".whl")
         || word.ends_with(".tar.gz");
}

bool is_tool(const std::string& word) {
  const std::string name = word.substr(0, word.find_first_of("<>=~[!"));
  return name == "pip" || name == "setuptools" || name == "wheel";
}

bool has_constraints(const model::ShellCommand& command) {
  return command.has("-c") || command.has("--constraint") || command.has("--require-hashes");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    for (const PackageCall& call : package_calls(run.instruction)) {
      if (call.tool != "pip" || call.verb != "install" || has_constraints(*call.command)) {
        continue;
      }
      for (const model::ShellWord* word : call.operands) {
        if (word->unresolved || is_pinned(word->text)) {
          continue;
        }
        const Severity severity = is_tool(word->text) ? Severity::low
                                  : run.final         ? Severity::medium
                                                      : Severity::low;
        issues.push_back(about(
            *call.command, run, severity,
            "pip takes whatever version of " + word->text + " is newest at build time.",
            "Write an exact version, `" + word->text.substr(0, word->text.find_first_of("<>=~!["))
                + "==…`, or install "
                  "from a requirements file with pins."));
        break;
      }
    }
  });
}

} // namespace

Rule DF301() {
  return {.id = "DF301",
          .name = "pip-unpinned",
          .title = "pip installs a package without a version",
          .severity = Severity::medium,
          .items = {"H4"},
          .controls = {"hadolint DL3013", "KICS unpinned_package_version_in_pip_install"},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
