// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

/// `name=value` of a comment, when its name may be meant as a directive.
std::string directive_meant(std::string_view comment, bool exact) {
  const std::string_view text = base::trim(comment);
  const std::size_t equal = text.find('=');
  if (equal == std::string_view::npos) {
    return {};
  }
  const std::string name = base::to_lower(base::trim(text.substr(0, equal)));
  for (const char* known : {"syntax", "escape", "check"}) {
    if (exact ? name == known : name != known && base::edit_distance(name, known, 2) <= 2) {
      return known;
    }
  }
  return {};
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  bool first = true;
  for (const Placed& item : placed(use)) {
    for (const std::string& comment : item.instruction.comments) {
      const std::string late = directive_meant(comment, true);
      const std::string near = first ? directive_meant(comment, false) : "";
      // A check= comment right above an instruction is a word to the builder about that one.
      if (!late.empty() && late != "check") {
        issues.push_back(
            about(item, Severity::medium,
                  "`#" + base::printable(comment)
                      + "` is no directive any more: "
                        "directives stand in the very first lines, in front of comments.",
                  "Move it to the first line."));
      } else if (!near.empty()) {
        issues.push_back(
            about(item, Severity::medium,
                  "`#" + base::printable(comment) + "` is a plain comment to the builder.",
                  "Write `# " + near + "=…`."));
      }
    }
    first = false;
  }
  return from_issues(std::move(issues), "no directive is lost");
}

} // namespace

Rule DF025() {
  return {.id = "DF025",
          .name = "directive-misspelt",
          .title = "A parser directive is misspelt or too late",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
