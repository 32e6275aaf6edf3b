// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <cctype>
#include <set>

namespace secaudit::rules {
namespace {

/// What a number was written as when the parser made another text of it, "" when it is as written.
template <typename T>
std::string written_as(const T& value) {
  for (const model::Origin& origin : value.origins) {
    const bool own = origin.span == value.span && !origin.note.empty() && origin.note.front() != '*'
                     && origin.via != model::Via::interpolated;
    if (own
        && (std::isdigit(static_cast<unsigned char>(origin.note.front())) != 0
            || origin.note.front() == '-' || origin.note.front() == '+'
            || origin.note.front() == '.')) {
      return origin.note;
    }
  }
  return {};
}

void judge_variables(const model::Service& service, const std::vector<model::Variable>& variables,
                     const std::string& key, std::vector<Issue>& issues) {
  for (const model::Variable& variable : variables) {
    const std::string note = written_as(variable);
    if (note.empty() || !variable.value || note == *variable.value || !variable.from_file.empty()) {
      continue;
    }
    issues.push_back({Severity::medium,
                      variable.name + " of service " + service.name + " is written " + note
                          + " and arrives as " + *variable.value + ": YAML takes it for a number.",
                      {at(variable.span, variable.name + ": " + note)},
                      "Put it in quotes in `" + path_of(service) + "." + key + "`: `"
                          + variable.name + ": \"" + note + "\"`.",
                      key + "[" + variable.name + "]"});
  }
}

/// 22:22 without quotes is a number to the base 60 for parsers of YAML 1.1.
bool is_sexagesimal(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() < 2) {
    return false;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = leading_number(parts[i]);
    if (parts[i].empty() || parts[i].find_first_not_of("0123456789") != std::string_view::npos
        || !number || (i > 0 && (*number >= 60 || parts[i].size() > 2))) {
      return false;
    }
  }
  return true;
}

void judge_ports(const model::Service& service, std::vector<Issue>& issues) {
  for (const model::Node& item : items_of(key_of(service, "ports"))) {
    // A quoted entry is two columns longer than its text.
    const bool plain =
        item.span.begin.line == item.span.end.line
        && item.span.end.column - item.span.begin.column == static_cast<int>(item.text.size());
    if (plain && is_sexagesimal(item.text)) {
      issues.push_back({Severity::low,
                        "The port " + item.text + " of service " + service.name
                            + " has no quotes: tools that read YAML 1.1 take it for one number to "
                              "the base 60.",
                        {at(item.span, item.text)},
                        "Write `\"" + item.text + "\"`.",
                        "ports[" + item.text + "]"});
    }
  }
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  judge_variables(service, service.environment, "environment", issues);
  judge_variables(service, service.labels, "labels", issues);
  if (service.build) {
    judge_variables(service, service.build->args, "build.args", issues);
  }
  judge_ports(service, issues);
  return conclude(service, std::move(issues), "values arrive as written");
}

} // namespace

Rule CO908() {
  return {.id = "CO908",
          .name = "changed-by-yaml",
          .title = "YAML changes the value",
          .severity = Severity::medium,
          .items = {},
          .controls = {"dclint require-quotes-in-ports"},
          .tags = {"compose", "correctness"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
