// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <set>

namespace secaudit::rules {
namespace {

bool within(const model::Span& outer, const model::Span& inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.begin <= outer.end;
}

/// Where an empty text does harm: the image, a port, the source of a mount.
bool decides(const model::Project& project, const model::Span& use) {
  for (const model::Service& service : project.services) {
    if (service.image && within(service.image->span, use)) {
      return true;
    }
    for (const auto& port : service.ports) {
      if (within(port.span, use)) {
        return true;
      }
    }
    for (const auto& mount : service.volumes) {
      if (within(mount.span, use)) {
        return true;
      }
    }
  }
  return false;
}

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  std::set<std::string> told;
  for (const model::Variable& variable : project.unset_variables) {
    if (!told.insert(variable.name).second) {
      continue;
    }
    const model::Span& use = variable.span.known() ? variable.span : variable.name_span;
    Issue issue;
    issue.severity = decides(project, use) ? Severity::high : Severity::medium;
    issue.message =
        "The variable " + variable.name
        + " has no value and no default here: Compose puts an empty text in its place and "
          "goes on.";
    issue.evidence = {at(use, "${" + variable.name + "}")};
    issue.remedy = "Write `${" + variable.name
                   + ":?}` so that the start fails without it, or give it a "
                     "value in `.env`.";
    issue.key = "variable[" + variable.name + "]";
    issues.push_back(std::move(issue));
  }
  return from_issues(std::move(issues), "every variable has a value");
}

} // namespace

Rule CO903() {
  return {.id = "CO903",
          .name = "unset-variable",
          .title = "Variable without a value",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "correctness"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
