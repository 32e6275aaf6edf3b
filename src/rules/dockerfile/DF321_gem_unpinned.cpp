// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
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

/// The builder, the stage or the environment says that the lock file binds.
bool is_frozen(const model::DockerfileUse& use, const Placed& run, const PackageCall& call) {
  if (has_any(*call.command, {"--deployment", "--frozen"})
      || value_at(use, run, "BUNDLE_DEPLOYMENT") || value_at(use, run, "BUNDLE_FROZEN")) {
    return true;
  }
  for (std::size_t i = run.stage.first; i <= run.index; ++i) {
    const std::string& text = use.dockerfile.instructions[i].original;
    if (base::contains(text, "bundle")
        && (base::contains(text, "deployment") || base::contains(text, "frozen"))) {
      return true;
    }
  }
  return false;
}

/// The Gemfile is copied by its name, and no lock file with it.
bool without_lock(const model::DockerfileUse& use, const Placed& run) {
  bool gemfile = false;
  for (std::size_t i = run.stage.first; i < run.index; ++i) {
    const model::Instruction& copy = use.dockerfile.instructions[i];
    for (const std::string& source :
         is_copy(copy) ? copy_sources(copy) : std::vector<std::string>()) {
      const std::string name = source.substr(source.rfind('/') + 1);
      if (name == "Gemfile.lock" || name.find_first_of("*?[$") != std::string::npos
          || is_wide_source(source)) {
        return false;
      }
      gemfile = gemfile || name == "Gemfile";
    }
  }
  return gemfile;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(
      use, [&](const PackageCall& call, const Placed& run, std::vector<Issue>& issues) {
        if (call.tool == "bundle" && call.verb == "install" && without_lock(use, run)
            && !is_frozen(use, run, call)) {
          issues.push_back(about(*call.command, run, by_place(run, Severity::low),
                                 "Without Gemfile.lock every build takes the newest gems.",
                                 "Copy Gemfile.lock as well and write `bundle config set frozen "
                                 "true`."));
        }
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
