// SPDX-License-Identifier: Apache-2.0
#include "rules/end_of_life.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Issue deprecated(const model::Service& service, const Deprecation& old) {
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = "Service " + service.name + " uses the image " + service.image->value
                  + ", which is not kept up any more. " + old.note;
  issue.evidence = places(*service.image, service.image->value);
  issue.remedy = old.successor.empty() ? "Choose an image that is kept up."
                                       : "Use " + old.successor + " in " + path_of(service) + ".";
  issue.key = "image.deprecated";
  return issue;
}

Verdict check(const model::Service& service, const Context& context) {
  if (!service.image || service.build) {
    return not_applicable("built here");
  }
  const ImageName image = parse_image_name(service.image->value);
  if (const auto old = deprecation_of(image)) {
    return conclude(service, {deprecated(service, *old)});
  }
  const auto life = life_cycle_of(image);
  if (!life) {
    return not_applicable("its version is not in the table");
  }
  if (!life->over(context.as_of)) {
    return pass(life->product + " " + life->cycle + " is supported");
  }
  const bool store = datastore_of(service, context) != nullptr;
  Issue issue;
  issue.severity = store ? Severity::high : Severity::medium;
  issue.message =
      "Service " + service.name + " runs " + life->product + " " + life->cycle
      + ", which gets no security fixes any more"
      + (life->ends ? " since " + base::to_string(*life->ends) : "")
      + (life->extended_support(context.as_of)
             ? " (except with extended support until " + base::to_string(*life->extended) + ")"
             : "")
      + ". Table of " + life_cycle_table_date() + ".";
  issue.evidence = places(*service.image, service.image->value);
  const std::string newer = supported_cycle(*life, context.as_of);
  issue.remedy =
      "Move " + path_of(service) + " to " + life->product + " "
      + (newer.empty() ? "in a supported version" : newer)
      + (store ? "; back up first, data files of another major version need a dump and a "
                 "restore."
               : " or another supported version.");
  issue.key = "image.end-of-life";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO503() {
  return {.id = "CO503",
          .name = "end-of-life-image",
          .title = "Image of a version without security fixes",
          .severity = Severity::medium,
          .items = {"C2", "H4"},
          .controls = {"OWASP-Docker 0"},
          .tags = {"compose", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
