// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"
#include "secrets/weak_data.hpp"

#include <cstddef>
#include <string_view>

namespace secaudit::secrets {

/// How a value was written.
enum class Quoting : std::uint8_t { bare, quoted };

/// Where a value begins and ends, and how it is written. The end excludes the closing quote.
struct Value {
  std::size_t begin = 0;
  std::size_t end = 0;
  Quoting quoting = Quoting::bare;
};

/// The value at `at`: in quotes to the closing one on the same line, bare to a blank or sign that
/// cannot belong to it. Empty when none is there.
Value value_at(std::string_view text, std::size_t at);

/// How much a value assigned to a name of a secret looks like one.
enum class Worth : std::uint8_t {
  nothing,     ///< a reference, an expression, plain words
  placeholder, ///< a word that stands for a secret: password, changeme, your-token
  made_up,     ///< a run along the alphabet, a repetition
  weak,        ///< may be one: a simple password, or a word
  good,        ///< a password of mixed characters
  random,      ///< made by a generator
};

/// `name` is the name it is assigned to, to know `password=password`.
Worth worth_of(const WeakData& weak, std::string_view name, std::string_view value);

/// True for a value that is program text rather than data: a call, a member, a template.
bool is_expression(std::string_view value);

} // namespace secaudit::secrets
