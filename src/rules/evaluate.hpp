// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace secaudit::rules {

/// What a rule said about one subject.
struct Evaluation {
  std::string subject; ///< service, file, image or project
  Verdict verdict;
};

/// Applies a rule to every subject of its kind. Subjects that are not there give no evaluation.
std::vector<Evaluation> evaluate(const Rule& rule, const Context& context);

} // namespace secaudit::rules
