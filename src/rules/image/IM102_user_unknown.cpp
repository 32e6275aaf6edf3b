// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  const std::string name = image.config.user.substr(0, image.config.user.find(':'));
  if (name.empty() || user_id(image, name)) {
    return pass(name.empty() ? "no user is named" : "the image knows the user " + name);
  }
  if (!image.complete()) {
    return unknown("the image was not read completely");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = image_title(use) + " names the user \"" + name
                  + "\", which its /etc/passwd does not have: the container does not start, and "
                    "Kubernetes cannot tell whether it is root.";
  issue.evidence = {config_evidence(image, "/config/User", image.config.user)};
  issue.remedy = "Write the number (USER 10001), or create the user in the final stage of the "
                 "Dockerfile.";
  issue.key = "user";
  return fail(std::move(issue));
}

} // namespace

Rule IM102() {
  return {.id = "IM102",
          .name = "user-not-in-image",
          .title = "User that the image does not know",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"CIS-Docker 4.1"},
          .tags = {"image", "user"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
