// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [&](const PackageCall& call, const Placed& run,
                                 std::vector<Issue>& issues) {
    if (call.tool != "composer") {
      return;
    }
    if (one_of(call.verb, {"update", "upgrade"})) {
      issues.push_back(about(*call.command, run, by_place(run, Severity::medium),
                             "composer update installs what is newest and ignores composer.lock.",
                             "Write `composer install --no-dev --no-interaction`."));
    } else if (call.verb == "install" && !has_any(*call.command, {"--no-interaction", "-n"})
               && !has_short(*call.command, 'n')
               && value_at(use, run, "COMPOSER_NO_INTERACTION").value_or("") != "1") {
      issues.push_back(about(*call.command, run, Severity::info,
                             "composer install may ask, and nobody answers in a build.",
                             "Add --no-interaction."));
    }
  });
}

} // namespace

Rule DF324() {
  return {.id = "DF324",
          .name = "composer-install",
          .title = "Composer is not called for a build",
          .severity = Severity::low,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
