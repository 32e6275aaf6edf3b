// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::rules {

/// A command or an instruction as people may see it: passwords and tokens masked, control
/// characters shown, cut to one line.
std::string shown_text(std::string_view text);

} // namespace secaudit::rules
