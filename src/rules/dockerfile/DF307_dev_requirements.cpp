// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool is_development_file(std::string_view path) {
  const std::string name = base::to_lower(path.substr(path.rfind('/') + 1));
  return (base::contains(name, "dev") || base::contains(name, "test")
          || base::contains(name, "lint"))
         && name.ends_with(".txt");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (deployed_stage(use) == nullptr) {
    return not_applicable("not for production");
  }
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    if (!run.final) {
      return;
    }
    std::string found;
    if (call.tool == "pip" && call.verb == "install") {
      for (std::size_t i = 1; i + 1 < call.command->words.size(); ++i) {
        const bool list = one_of(call.command->words[i].text, {"-r", "--requirement"});
        if (list && is_development_file(call.command->words[i + 1].text)) {
          found = call.command->words[i + 1].text;
        }
      }
      for (const model::ShellWord* word : call.operands) {
        if (base::contains(word->text, "[dev") || base::contains(word->text, "[test")) {
          found = word->text;
        }
      }
    }
    const std::string with = option_value(*call.command, {"--with"}).value_or("");
    if (call.tool == "poetry" && (base::contains(with, "dev") || base::contains(with, "test"))) {
      found = "--with " + with;
    }
    if (!found.empty()) {
      issues.push_back(about(*call.command, run, Severity::low,
                             found
                                 + " brings test runners and tools that the application does not "
                                   "need.",
                             "Install them in a stage for tests only."));
    }
  });
}

} // namespace

Rule DF307() {
  return {.id = "DF307",
          .name = "dev-requirements",
          .title = "Requirements for development are installed in the image that runs",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
