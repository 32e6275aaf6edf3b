// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"
#include "rules/image_facts.hpp"

#include <fmt/format.h>

namespace secaudit::rules {
namespace {

constexpr int days_allowed = 365;

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  const auto created = base::parse_date(image.config.created.substr(0, 10));
  // Reproducible builders write the first day of their calendar.
  if (!created || base::to_string(*created) < "2013-03-20") {
    return not_applicable("the image does not say when it was built");
  }
  const auto days = base::days_between(*created, context.as_of);
  if (days <= days_allowed) {
    return pass(fmt::format("built on {}", base::to_string(*created)));
  }
  Issue issue;
  issue.severity = Severity::low;
  issue.message = fmt::format("{} was built on {}, {} days ago: it lacks every update since.",
                              image_title(use), base::to_string(*created), days);
  issue.evidence = {config_evidence(image, "/created", image.config.created)};
  issue.remedy =
      "Build it anew with --pull --no-cache, or take a newer tag; rebuild on a schedule.";
  issue.key = "age";
  return fail(std::move(issue));
}

} // namespace

Rule IM603() {
  return {.id = "IM603",
          .name = "image-old",
          .title = "Image was built long ago",
          .severity = Severity::low,
          .items = {"C2"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"image", "updates"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
