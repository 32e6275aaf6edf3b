// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/secret.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

/// The words of a name: cut at `_`, `-`, `.` and between lower and upper case, in upper case.
/// "dbPassword" and "DB_PASSWORD" both give DB, PASSWORD.
std::vector<std::string> name_words(std::string_view name);

/// What the value of a variable of this name must stand up to; nothing when the name does not speak
/// of a secret (rules/checklist-and-proxy.md 3.1).
std::optional<PasswordJudgement::Demand> demand_of(std::string_view name);

/// True when the name points to a secret kept elsewhere (PASSWORD_FILE and the like).
bool names_a_secret_file(std::string_view name);

} // namespace secaudit::model
