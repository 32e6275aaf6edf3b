// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::base {

/// Shell-style match of a whole path with `/`: `*` and `?` stay inside a segment, `**` spans
/// segments, `[a-z]` and
/// `[!a-z]` are classes. A malformed class matches literally. Runs in O(pattern × path).
bool glob_match(std::string_view pattern, std::string_view path);

/// Path with `/` only, without `.`, `..` (as far as they can be resolved), doubled and trailing
/// slashes. "" becomes ".". Purely lexical: nothing is looked up.
std::string clean_path(std::string_view path);

} // namespace secaudit::base
