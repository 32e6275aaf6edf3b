// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/image_name.hpp"
#include "rules/service_images.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(use.service) : nullptr;
  const bool overridden = service != nullptr && service->user;
  const std::string user = overridden ? service->user->value : image.config.user;
  const auto id = user_id(image, user);
  if (id && *id != 0) {
    return pass("runs as user " + user);
  }
  if (!id) {
    return unknown("the user \"" + user + "\" is not in the image's /etc/passwd");
  }
  const ImageUser known = user_of_image(parse_image_name(use.reference));
  if (!use.built_here && !overridden && known.kind == ImageUser::Kind::drops) {
    return pass("starts as root and goes on as " + known.user + " (" + known.how + ")");
  }
  Issue issue;
  issue.severity = Severity::high;
  issue.message = image_title(use) + " runs as root"
                  + (user.empty() ? std::string(": its configuration names no user.")
                                  : ": user \"" + user + "\" has the number 0.");
  issue.evidence = {config_evidence(image, "/config/User", image.config.user)};
  if (overridden) {
    issue.evidence.insert(issue.evidence.begin(), at(service->user->span, "user: " + user));
  }
  issue.remedy = "End the Dockerfile with USER and a number above 0, for example USER 10001, and "
                 "give that user the folders "
                 "it writes to.";
  issue.key = "user";
  return fail(std::move(issue));
}

} // namespace

Rule IM101() {
  return {.id = "IM101",
          .name = "image-runs-as-root",
          .title = "Image runs as root",
          .severity = Severity::high,
          .items = {"H3"},
          .controls = {"CIS-Docker 4.1", "dockle CIS-DI-0001", "trivy DS-0002"},
          .tags = {"image", "user"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
