// SPDX-License-Identifier: Apache-2.0
#include "rules/apt_configuration.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool configures(const model::Instruction& instruction, std::string_view setting) {
  if (!base::contains(instruction.original, "apt.conf")) {
    return false;
  }
  const bool known = instruction.name == "RUN" || !instruction.heredocs.empty();
  return !known || base::contains_ignoring_case(instruction.original, setting)
         || std::any_of(instruction.heredocs.begin(), instruction.heredocs.end(),
                        [&](const model::Heredoc& heredoc) {
                          return base::contains_ignoring_case(heredoc.content, setting);
                        });
}

} // namespace

bool apt_configured(const model::DockerfileUse& use, const Placed& run, std::string_view setting) {
  const auto& instructions = use.dockerfile.instructions;
  std::size_t end = run.index + 1;
  const model::Stage* stage = &run.stage;
  for (std::size_t steps = 0; steps <= use.dockerfile.stages.size(); ++steps) {
    for (std::size_t i = stage->first; i < end && i < instructions.size(); ++i) {
      if (configures(instructions[i], setting)) {
        return true;
      }
    }
    if (!stage->parent) {
      return false;
    }
    stage = &use.dockerfile.stages[*stage->parent];
    end = stage->last;
  }
  return false;
}

} // namespace secaudit::rules
