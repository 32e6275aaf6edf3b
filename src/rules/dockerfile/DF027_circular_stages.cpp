// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

std::vector<std::size_t> needs(const model::DockerfileUse& use, const model::Stage& stage) {
  std::vector<std::size_t> out;
  if (stage.parent) {
    out.push_back(*stage.parent);
  }
  for (std::size_t i = stage.first; i < stage.last; ++i) {
    if (const auto from = use.dockerfile.instructions[i].flag("from")) {
      if (const model::Stage* other = use.dockerfile.stage(*from)) {
        out.push_back(other->index);
      }
    }
  }
  return out;
}

/// Depth first; a stage that is still open when it is met again closes a circle.
bool leads_back(const std::vector<std::vector<std::size_t>>& all, std::size_t index,
                std::vector<int>& state) {
  std::vector<std::pair<std::size_t, std::size_t>> path{{index, 0}};
  state[index] = 1;
  while (!path.empty()) {
    const auto [stage, next] = path.back();
    const auto& list = all[stage];
    if (next == list.size()) {
      state[stage] = 2;
      path.pop_back();
      continue;
    }
    ++path.back().second;
    const std::size_t other = list[next];
    if (state[other] == 1 && other != stage) {
      return true;
    }
    if (state[other] == 0) {
      state[other] = 1;
      path.emplace_back(other, 0);
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<int> state(use.dockerfile.stages.size(), 0);
  std::vector<std::vector<std::size_t>> all;
  for (const model::Stage& stage : use.dockerfile.stages) {
    all.push_back(needs(use, stage));
  }
  for (const model::Stage& stage : use.dockerfile.stages) {
    if (state[stage.index] == 0 && leads_back(all, stage.index, state)) {
      return fail(about(stage, Severity::high,
                        "This stage needs another one that needs it: the builder refuses the file.",
                        "Break the circle: move what both need into a stage of its own."));
    }
  }
  return pass("no circle");
}

} // namespace

Rule DF027() {
  return {.id = "DF027",
          .name = "circular-stages",
          .title = "Stages need each other",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"BuildKit"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
