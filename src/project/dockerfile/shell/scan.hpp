// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::project::dockerfile::shell {

/// Position behind the partner of the bracket at `open` (`(` or `{`), quotes, nested brackets and
/// backticks respected; npos when there is none. Linear and without recursion.
std::size_t behind_bracket(std::string_view text, std::size_t open);

/// Position behind the quote or backtick at `open`; npos when it has no partner.
std::size_t behind_quote(std::string_view text, std::size_t open);

/// Length of the identifier at the beginning, 0 when there is none.
std::size_t identifier_length(std::string_view text);

} // namespace secaudit::project::dockerfile::shell
