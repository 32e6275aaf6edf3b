// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <vector>

namespace secaudit::rules {
namespace {

/// Where an empty text does harm: the image, a port, the source of a mount. In the order of places.
std::vector<model::Span> deciding_places(const model::Project& project) {
  std::vector<model::Span> out;
  for (const model::Service& service : project.services) {
    if (service.image) {
      out.push_back(service.image->span);
    }
    for (const auto& port : service.ports) {
      out.push_back(port.span);
    }
    for (const auto& mount : service.volumes) {
      out.push_back(mount.span);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool decides(const std::vector<model::Span>& places, const model::Span& use) {
  const auto behind = std::upper_bound(
      places.begin(), places.end(), use, [](const model::Span& a, const model::Span& b) {
        return std::tie(a.file, a.begin) < std::tie(b.file, b.begin);
      });
  if (behind == places.begin()) {
    return false;
  }
  const model::Span& place = *std::prev(behind);
  return place.file == use.file && use.begin <= place.end;
}

Verdict check(const model::Project& project, const Context&) {
  std::vector<Issue> issues;
  std::set<std::string> told;
  const std::vector<model::Span> places =
      project.unset_variables.empty() ? std::vector<model::Span>{} : deciding_places(project);
  for (const model::Variable& variable : project.unset_variables) {
    if (!told.insert(variable.name).second) {
      continue;
    }
    const model::Span& use = variable.span.known() ? variable.span : variable.name_span;
    Issue issue;
    issue.severity = decides(places, use) ? Severity::high : Severity::medium;
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
