// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::dockerfile {

/// `${value#pattern}` and, greedy, `##`: the value without its shortest (longest) matching prefix.
/// Patterns know `*`, `?` and escapes. Nothing when the pattern is wrong or too large.
std::optional<std::string> without_prefix(std::string_view value, std::string_view pattern,
                                          bool greedy);
/// `${value%pattern}` and `%%`.
std::optional<std::string> without_suffix(std::string_view value, std::string_view pattern,
                                          bool greedy);
/// `${value/pattern/replacement}` and, for all, `//`.
std::optional<std::string> with_replacement(std::string_view value, std::string_view pattern,
                                            std::string_view replacement, bool all);

} // namespace secaudit::project::dockerfile
