// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::rules {

/// True when a name speaks of a secret and the value is one: no reference, no path, no place
/// holder, no number, no switch.
bool holds_secret(std::string_view name, std::string_view value);

/// NAME=value in a command line: at its beginning, behind blanks, `;` and `&`; quotes are taken
/// off.
std::vector<std::pair<std::string, std::string>> assignments_of(std::string_view command);

} // namespace secaudit::rules
