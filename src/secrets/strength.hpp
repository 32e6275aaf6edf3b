// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/secret.hpp"
#include "secrets/weak_data.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

struct Judged {
  model::PasswordJudgement::Strength strength = model::PasswordJudgement::Strength::strong;
  std::string reason; ///< never holds the value
};

/// Judges one value by the rules of rules/checklist-and-proxy.md 3.2, in their order. `known_words`
/// are the names of the project, its services, users, hosts and databases: they carry no strength
/// here. `user` is the user name that goes with the password, or "".
Judged judge_value(const WeakData& data, std::string_view variable, std::string_view value,
                   model::PasswordJudgement::Demand demand,
                   const std::vector<std::string>& known_words, std::string_view user);

/// Estimated strength in bits, after words, repetitions and substitutions were taken out.
double estimated_bits(const WeakData& data, std::string_view value,
                      const std::vector<std::string>& known_words);

} // namespace secaudit::secrets
