// SPDX-License-Identifier: Apache-2.0
// Does a value look like a secret, like something else, or like nothing?
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::secrets {

/// Counts of what a value is made of.
struct Shape {
  std::size_t length = 0;
  std::size_t digits = 0;
  std::size_t uppers = 0;
  std::size_t lowers = 0;
  std::size_t others = 0;
  std::size_t changes = 0; ///< places where the class of characters changes
  std::size_t distinct = 0;

  std::size_t classes() const;
};
Shape shape_of(std::string_view value);

/// Made by a generator: many changes between letters, cases and digits, and no words. At least 16
/// characters.
bool looks_random(std::string_view value);

/// May be made by a generator: letters and digits in some mixture. Enough only together with other
/// evidence, and never for more than low.
bool might_be_random(std::string_view value);

/// Of one repeated piece, of few characters or a run along the alphabet: made up.
bool looks_made_up(std::string_view token);

/// The token says of itself that it is an example ("EXAMPLE", "xxxxxx", "your-token").
bool says_example(std::string_view token);

/// 8-4-4-4-12 hexadecimal digits.
bool is_uuid(std::string_view value);

/// A path, an address, a file name, a version, a date: text with a meaning of its own.
bool is_path_like(std::string_view value);

} // namespace secaudit::secrets
