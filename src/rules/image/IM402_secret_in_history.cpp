// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"
#include "rules/image_secrets.hpp"

#include <set>

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  std::vector<Issue> issues;
  std::set<std::string> environment(image.config.environment.begin(),
                                    image.config.environment.end());
  std::set<std::string> seen;
  for (std::size_t i = 0; i < image.config.history.size(); ++i) {
    for (const auto& [name, value] : assignments_of(image.config.history[i].created_by)) {
      // What ENV sets is told of the configuration itself.
      if (!holds_secret(name, value) || environment.contains(name + "=" + value)
          || !seen.insert(name + "=" + value).second) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::high;
      issue.message = image_title(use) + " shows the secret " + name
                      + " in its history: docker history prints it to everybody who has the image.";
      issue.evidence = {config_evidence(image, "/history/" + std::to_string(i) + "/created_by",
                                        name + "=" + base::masked(value))};
      issue.remedy = "Replace the build argument by RUN --mount=type=secret,id="
                     + base::to_lower(name) + ", build anew and change the secret.";
      issue.key = "history[" + name + "]";
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues), "no step of the history shows a secret");
}

} // namespace

Rule IM402() {
  return {.id = "IM402",
          .name = "secret-in-image-history",
          .title = "Secret in the history of the image",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10", "CWE-798"},
          .tags = {"image", "secrets"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
