// SPDX-License-Identifier: Apache-2.0
#include "rules/surroundings.hpp"

#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {

bool is_label_kind(std::string_view kind) {
  return one_of(kind, {"text", "url", "semver", "hash", "rfc3339", "spdx", "email"});
}

const Surroundings& surroundings(const Context& context) {
  return context.memo.get<Surroundings>();
}

const model::ImageConfig* inspected_base(const model::DockerfileUse& use, const model::Stage& stage,
                                         const Context& context) {
  const model::Stage* lowest = &stage;
  for (std::size_t steps = 0; lowest->parent && steps < use.dockerfile.stages.size(); ++steps) {
    lowest = &use.dockerfile.stages[*lowest->parent];
  }
  const auto& known = surroundings(context).base_images;
  const auto found = known.find(lowest->base_resolved);
  return found == known.end() ? nullptr : &found->second;
}

bool base_sets(const model::DockerfileUse& use, const model::Stage& stage, const Context& context,
               std::string_view variable) {
  const model::ImageConfig* base = inspected_base(use, stage, context);
  return base != nullptr
         && std::any_of(base->environment.begin(), base->environment.end(),
                        [&](const std::string& entry) {
                          return entry.size() > variable.size() && entry.starts_with(variable)
                                 && entry[variable.size()] == '=';
                        });
}

} // namespace secaudit::rules
