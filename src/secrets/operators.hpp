// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace secaudit::secrets {

/// Where a name begins and ends.
struct Name {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What joins a name and its value: a sign, the end of a tag, a blank, a verb.
enum class Sign : std::uint8_t { none, equals, colon, comma, tag, blank, query, says };

struct Operator {
  Sign sign = Sign::none;
  std::size_t end = 0; ///< where the value begins
};

/// The name around a word at `at`.
Name name_around(std::string_view text, std::size_t at);

/// What stands between a name and its value: `=`, `: `, `" => `, `', '`, `>`, ` value=`, ` is `.
Operator operator_of(std::string_view text, Name name);

} // namespace secaudit::secrets
