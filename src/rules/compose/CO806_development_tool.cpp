// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context& context) {
  const KnownImage* tool = known(service_images().dev_tools, software_of(service, context));
  if (tool == nullptr) {
    return pass("no development tool");
  }
  const bool open = exposure(service, context) == Exposure::everyone;
  Issue issue;
  issue.severity = open ? Severity::high : Severity::medium;
  issue.message =
      "Service " + service.name + " is " + tool->title + ", a tool for development"
      + (open ? ", published on every interface: one login between the internet and the "
                "data."
              : ", running in production.");
  issue.evidence = service.image ? places(*service.image, service.image->value)
                                 : absent(service, "production image");
  issue.remedy = "Move it to a profile (`profiles: [tools]` in " + path_of(service)
                 + "), so that it starts only when asked for, and bind its port to 127.0.0.1.";
  issue.key = "image";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO806() {
  return {.id = "CO806",
          .name = "development-tool",
          .title = "Development tool in the project",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "development"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
