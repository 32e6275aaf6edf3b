// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::base {

/// The difference of two texts as `diff -u` and `git diff` write it, with three lines of context;
/// "" when they are equal. A name may be /dev/null. Bytes are given as they are, so that `patch`
/// can apply it; a missing line break at the end is told. Texts that differ in more than some
/// thousand lines are shown as one replaced block.
std::string unified_diff(std::string_view old_text, std::string_view new_text,
                         std::string_view old_name, std::string_view new_name);

} // namespace secaudit::base
