// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::base {

/// The text without the control sequences (ECMA-48, `ESC [ … letter`) that programs colour their
/// output with. All other control characters stay.
std::string without_colours(std::string_view text);

} // namespace secaudit::base
