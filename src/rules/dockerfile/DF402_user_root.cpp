// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/service_user.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || !stage->user) {
    return not_applicable("no USER");
  }
  if (!is_root_user(stage->user->value)) {
    return pass("USER " + stage->user->value);
  }
  if (auto verdict = by_user_of_service(use, context)) {
    return std::move(*verdict);
  }
  Issue issue = about(*stage, is_development(use) ? Severity::info : Severity::high,
                      "The image goes back to root: its last USER is " + stage->user->value + ".",
                      "Switch to the application's user again after the steps that need root.");
  issue.evidence = {at(stage->user->span, "USER " + stage->user->value)};
  issue.key += "|user";
  return fail(std::move(issue));
}

} // namespace

Rule DF402() {
  return {.id = "DF402",
          .name = "user-root",
          .title = "The last USER is root",
          .severity = Severity::high,
          .items = {"H3", "H2"},
          .controls = {"hadolint DL3002", "checkov CKV_DOCKER_8", "KICS last_user_is_root",
                       "CIS-Docker 4.1", "trivy DS-0002"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
