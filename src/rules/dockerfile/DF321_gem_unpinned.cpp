// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

/// Words behind it may be values of options that only the gem's own build knows.
const model::ShellWord* first_option_behind_a_name(const model::ShellCommand& command) {
  bool name = false;
  for (std::size_t i = 2; i < command.words.size(); ++i) {
    const bool option = command.words[i].text.starts_with("--");
    if (option && name) {
      return &command.words[i];
    }
    name = name || !command.words[i].text.starts_with('-');
  }
  return nullptr;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(
      use, [](const PackageCall& call, const Placed& run, std::vector<Issue>& issues) {
        if (call.tool != "gem" || !one_of(call.verb, {"install", "i"})
            || has_any(*call.command, {"-v", "--version", "-g", "--file"})) {
          return;
        }
        const model::ShellWord* behind = first_option_behind_a_name(*call.command);
        for (const model::ShellWord* word : call.operands) {
          if (behind != nullptr && word > behind) {
            return; // options of the extension that is compiled
          }
          if (!word->unresolved && word->text.find(':') == std::string::npos
              && !word->text.ends_with(".gem")) {
            issues.push_back(about(*call.command, run, by_place(run, Severity::medium),
                                   "gem takes whatever version of " + word->text + " is newest.",
                                   "Write `gem install " + word->text
                                       + ":VERSION`, or use a Gemfile.lock "
                                         "with `bundle config frozen true`."));
            return;
          }
        }
      });
}

} // namespace

Rule DF321() {
  return {.id = "DF321",
          .name = "gem-unpinned",
          .title = "A gem is installed without a version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"hadolint DL3028", "KICS gem_install_without_version"},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
