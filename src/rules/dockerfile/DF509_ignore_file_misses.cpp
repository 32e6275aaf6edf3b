// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (!use.context_readable) {
    return unknown("the build context cannot be read");
  }
  if (!use.ignore_file) {
    return not_applicable("no ignore file");
  }
  const model::Stage* stage = use.target_stage();
  if (use.risky_context_paths.empty() || stage == nullptr) {
    return pass("nothing risky reaches the builder");
  }
  std::string wide;
  bool into_final = false;
  model::Span span = stage->span;
  for (const Placed& item : placed(use)) {
    const model::Instruction& copy = item.instruction;
    if ((copy.name != "COPY" && copy.name != "ADD") || copy.flag("from")
        || copy.arguments.size() < 2) {
      continue;
    }
    const std::string& source = copy.arguments.front().text;
    if (source == "." || source == "./" || source == "*") {
      into_final = into_final || item.final;
      span = copy.span;
    }
  }
  std::vector<std::string> shown(use.risky_context_paths.begin(), use.risky_context_paths.end());
  if (shown.size() > 4) {
    shown.resize(4);
  }
  Issue issue =
      about(*stage, into_final ? Severity::high : Severity::low,
            base::join(shown, ", ") + " reach the builder in spite of " + use.ignore_file->str()
                + (into_final ? " and are copied into the image." : "."),
            "Add these names to " + use.ignore_file->str() + ".");
  issue.evidence = {at({*use.ignore_file, {1, 1}, {1, 1}}, "does not cover " + shown.front()),
                    at(span, "what is copied")};
  issue.key = "ignore-file";
  return fail(std::move(issue));
}

} // namespace

Rule DF509() {
  return {.id = "DF509",
          .name = "ignore-file-misses",
          .title = "The ignore file lets secrets through",
          .severity = Severity::medium,
          .items = {"H9", "H2"},
          .controls = {"dockle DKL-LI-0003"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
