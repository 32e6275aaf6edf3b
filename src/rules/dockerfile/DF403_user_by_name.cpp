// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr || !stage->user) {
    return not_applicable("no USER");
  }
  const std::string user = stage->user->value.substr(0, stage->user->value.find(':'));
  const bool number = user.find_first_not_of("0123456789") == std::string::npos;
  if (number || user.empty() || user == "root" || user.find('$') != std::string::npos
      || user.find('\\') != std::string::npos || base::contains(user, "Container")) {
    return pass("a number");
  }
  Issue issue = about(*stage, Severity::info,
                      "Whether " + user
                          + " is root cannot be told from the name: Kubernetes' "
                            "runAsNonRoot refuses the image.",
                      "Write the number of the user, such as `USER 10001`.");
  issue.evidence = {at(stage->user->span, "USER " + stage->user->value)};
  issue.key += "|user";
  return fail(std::move(issue));
}

} // namespace

Rule DF403() {
  return {.id = "DF403",
          .name = "user-by-name",
          .title = "USER is a name",
          .severity = Severity::info,
          .items = {"H3"},
          .controls = {"hadolint DL3066", "CIS-Docker 4.1"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
