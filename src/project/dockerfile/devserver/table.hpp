// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::project::dockerfile::devserver {

/// One line of knowledge: a program with these words in its arguments. `words` are alternatives
/// apart by `|`; "" matches always, `-` a program without arguments, a `*` at the end any ending.
/// The first line that matches counts. `rule` "" = a server fit for production, "-" = no
/// web server.
struct Entry {
  std::string_view programs; ///< alternatives apart by `|`
  std::string_view words;
  std::string_view rule;
};

/// Lines of all programs; the order within one program matters.
extern const Entry entries[];
extern const std::size_t entry_count;

} // namespace secaudit::project::dockerfile::devserver
