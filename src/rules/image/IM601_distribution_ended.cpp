// SPDX-License-Identifier: Apache-2.0
#include "rules/end_of_life.hpp"
#include "rules/image_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  if (!image.os_release) {
    return not_applicable("the image holds no distribution");
  }
  const model::OsRelease& release = *image.os_release;
  const auto cycle = distribution_life_cycle(release.id, release.version_id);
  if (!cycle) {
    return unknown("nothing is known of the life of " + release.pretty_name);
  }
  if (!cycle->over(context.as_of)) {
    return pass(release.pretty_name + " is cared for"
                + (cycle->ends ? " until " + base::to_string(*cycle->ends) : ""));
  }
  const bool extended = cycle->extended_support(context.as_of);
  Issue issue;
  issue.severity = extended ? Severity::low : Severity::high;
  issue.message =
      image_title(use) + " is built on " + release.pretty_name
      + ", whose free security support ended"
      + (cycle->ends ? " on " + base::to_string(*cycle->ends) : "")
      + (extended ? "; long-term support lasts until " + base::to_string(*cycle->extended) + "."
                  : ": its faults are not mended any more.");
  issue.evidence = {model::ImageFileEvidence{image.reference, 0, "etc/os-release", {}, {}}};
  const std::string newer = supported_cycle(*cycle, context.as_of);
  issue.remedy = "Move to a base image with " + cycle->product + (newer.empty() ? "" : " " + newer)
                 + " and build again.";
  issue.key = "distribution";
  return fail(std::move(issue));
}

} // namespace

Rule IM601() {
  return {.id = "IM601",
          .name = "distribution-past-end-of-life",
          .title = "Distribution past its end of life",
          .severity = Severity::high,
          .items = {"C2", "H4"},
          .controls = {"CIS-Docker 4.4"},
          .tags = {"image", "end-of-life"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
