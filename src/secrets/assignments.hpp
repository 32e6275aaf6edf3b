// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/scanner.hpp"
#include "secrets/weak_data.hpp"

#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// `NAME=value` lines of a .env file whose name speaks of a secret and whose value is one: no
/// placeholder, no reference, eight characters at least.
void assignments(std::string_view text, const WeakData& weak, std::vector<Match>& found);

} // namespace secaudit::secrets
