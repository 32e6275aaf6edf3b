// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "COPY", [&](const Placed& copy, std::vector<Issue>& issues) {
    const auto sources = copy_sources(copy.instruction);
    const std::string destination = copy_destination(copy.instruction);
    const bool whole = std::any_of(sources.begin(), sources.end(), [](const std::string& source) {
      return one_of(source, {"/", "/*", "/.", "./"});
    });
    if (!copy.instruction.flag("from") || !whole || !one_of(destination, {"/", "./", ".", "/."})) {
      return;
    }
    // Flattening into the empty image is done on purpose.
    const bool scratch = copy.stage.base_resolved == "scratch";
    // Helper images such as tonistiigi/xx are made to be laid over another one.
    const model::Stage* source = use.dockerfile.stage(copy.instruction.flag("from").value_or(""));
    bool built = false;
    for (std::size_t i = source == nullptr ? 0 : source->first;
         source != nullptr && i < source->last; ++i) {
      built = built || use.dockerfile.instructions[i].name == "RUN";
    }
    issues.push_back(
        about(copy,
              scratch || (source != nullptr && !built) ? Severity::info
              : source == nullptr                      ? Severity::low
                                                       : by_place(copy, Severity::medium),
              "Compilers, caches and secrets of the other stage come along with what is "
              "wanted.",
              "Copy the files that are needed."));
  });
}

} // namespace

Rule DF512() {
  return {.id = "DF512",
          .name = "copy-whole-stage",
          .title = "The whole file system of another stage is copied",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"hadolint DL3067"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
