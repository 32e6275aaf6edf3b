// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::compose {

/// What a plain scalar means.
struct YamlScalar {
  model::Node::Kind kind = model::Node::Kind::string;
  std::string text;       ///< numbers in their shortest decimal form, booleans "true" and "false"
  bool timestamp = false; ///< a date, which no key of Compose accepts; `kind` is string
};

/// Types a plain scalar by the rules of Compose's parser: YAML 1.2 core, and besides octals with a
/// leading zero, underscores in numbers, 0b and 0o.
YamlScalar resolve_plain(std::string_view text);

/// The shortest decimal text that reads back as the same number, with an exponent from 1e+06 on, as
/// Go prints it.
std::string number_text(double value);

/// Whole text as a number (decimal with point and exponent), or nothing.
std::optional<double> parse_number(std::string_view text);

/// Whole text as an integer with an optional sign, in the base given (10 or 8), or by its prefix
/// when the base is 0.
std::optional<std::int64_t> parse_integer(std::string_view text, int base = 10);

} // namespace secaudit::project::compose
