// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool within(const model::Span& outer, const model::Span& inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.begin <= outer.end;
}

Verdict check(const model::Service& service, const Context& context) {
  if (!service.image || !context.subjects.project) {
    return not_applicable("no image named");
  }
  std::vector<Issue> issues;
  for (const model::Variable& variable : context.subjects.project->unset_variables) {
    const model::Span& use = variable.span.known() ? variable.span : variable.name_span;
    if (!within(service.image->span, use)) {
      continue;
    }
    issues.push_back(
        {Severity::medium,
         "The image of service " + service.name + " depends on the variable " + variable.name
             + ", which has no value here.",
         places(*service.image, "${" + variable.name + "}"),
         "Write `${" + variable.name + ":?}` in `" + path_of(service)
             + ".image` so that the start fails without it, and pin the value in `.env`.",
         "image[" + variable.name + "]"});
  }
  if (issues.empty()) {
    return pass("the tag has a value");
  }
  // An anchor that many services take over is told at the first of them.
  const auto& services = context.subjects.project->services;
  const auto first = std::find_if(services.begin(), services.end(), [&](const auto& other) {
    return other.image && other.image->span == service.image->span;
  });
  if (first != services.end() && first->name != service.name) {
    return not_applicable("the same text as in " + first->name);
  }
  return conclude(service, std::move(issues));
}

} // namespace

Rule CO515() {
  return {.id = "CO515",
          .name = "tag-variable-unset",
          .title = "Tag of the image comes from a variable without a value",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "supply", "correctness"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
