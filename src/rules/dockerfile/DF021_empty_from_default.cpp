// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_valid(std::string_view image) {
  return !image.empty() && !image.starts_with(':') && !image.starts_with('/')
         && !image.ends_with(':') && !image.ends_with('/') && !image.ends_with('@')
         && image.find("//") == std::string_view::npos && image.find(":@") == std::string_view::npos
         && image.find(":-") == std::string_view::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  for (const model::Stage& stage : use.dockerfile.stages) {
    const auto names = variables_in(stage.base.text, use.dockerfile.escape);
    if (names.empty()) {
      continue;
    }
    std::string text = stage.base.text;
    bool all_known = true;
    bool some_empty = false;
    for (const std::string& name : names) {
      const auto& list = use.dockerfile.global_arguments;
      const auto found = std::find_if(list.begin(), list.end(),
                                      [&](const auto& argument) { return argument.name == name; });
      all_known = all_known && found != list.end() && !is_builtin_argument(name);
      const std::string value = found == list.end() ? "" : found->value.value_or("");
      some_empty = some_empty || value.empty();
      text =
          base::replace_all(base::replace_all(text, "${" + name + "}", value), "$" + name, value);
    }
    if (all_known && some_empty && text.find('$') == std::string::npos && !is_valid(text)) {
      issues.push_back(
          about(stage, Severity::low,
                "Without build arguments FROM names `" + text + "`, which is no image.",
                "Give the ARG a default value that works."));
    }
  }
  return from_issues(std::move(issues), "FROM is valid without build arguments");
}

} // namespace

Rule DF021() {
  return {.id = "DF021",
          .name = "empty-from-default",
          .title = "The defaults of ARG make no valid FROM",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"BuildKit InvalidDefaultArgInFrom"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
