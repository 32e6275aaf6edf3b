// SPDX-License-Identifier: Apache-2.0
#include "secrets/shape.hpp"

#include "base/text.hpp"
#include "secrets/bytes.hpp"

#include <algorithm>
#include <array>
#include <bitset>

namespace secaudit::secrets {
namespace {

constexpr std::size_t shortest_random = 16;
constexpr std::size_t least_distinct = 6;
constexpr std::size_t longest_period = 16;

int class_of(char c) {
  return is_digit(c) ? 0 : is_upper(c) ? 1 : is_lower(c) ? 2 : 3;
}

/// Longest stretch in which each character is the one after, or before, or the same as the last.
std::size_t longest_walk(std::string_view token) {
  std::size_t longest = 1;
  std::size_t length = 1;
  int step = 0;
  for (std::size_t i = 1; i < token.size(); ++i) {
    const int difference = lower_of(token[i]) - lower_of(token[i - 1]);
    const bool walks = difference >= -1 && difference <= 1 && (length == 1 || difference == step);
    length = walks ? length + 1 : 1;
    step = difference;
    longest = std::max(longest, length);
  }
  return longest;
}

/// Letters that stand in stretches of four and more lower-case ones.
std::size_t letters_in_words(std::string_view value) {
  std::size_t count = 0;
  std::size_t length = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && is_lower(value[i])) {
      ++length;
      continue;
    }
    count += length >= 4 ? length : 0;
    length = 0;
  }
  return count;
}

/// A row of A in a long text is a row of zeros in base64, and no sign of a hand.
std::size_t longest_repeat(std::string_view token) {
  constexpr std::size_t long_text = 48;
  std::size_t longest = 1;
  std::size_t length = 1;
  for (std::size_t i = 1; i < token.size(); ++i) {
    const bool zeros = token.size() >= long_text && token[i] == 'A';
    length = token[i] == token[i - 1] && !zeros ? length + 1 : 1;
    longest = std::max(longest, length);
  }
  return longest;
}

bool is_period(std::string_view token, std::size_t period) {
  return token.substr(period) == token.substr(0, token.size() - period);
}

} // namespace

std::size_t Shape::classes() const {
  return (digits > 0 ? 1U : 0U) + (uppers > 0 ? 1U : 0U) + (lowers > 0 ? 1U : 0U)
         + (others > 0 ? 1U : 0U);
}

Shape shape_of(std::string_view value) {
  Shape shape;
  std::bitset<256> seen;
  shape.length = value.size();
  for (std::size_t i = 0; i < value.size(); ++i) {
    const int kind = class_of(value[i]);
    shape.digits += kind == 0 ? 1U : 0U;
    shape.uppers += kind == 1 ? 1U : 0U;
    shape.lowers += kind == 2 ? 1U : 0U;
    shape.others += kind == 3 ? 1U : 0U;
    seen.set(static_cast<unsigned char>(value[i]));
    // "Ab" at the start of a word is no change.
    const bool capital = i > 0 && kind == 2 && class_of(value[i - 1]) == 1
                         && (i == 1 || class_of(value[i - 2]) != 1);
    shape.changes += i > 0 && kind != class_of(value[i - 1]) && !capital ? 1U : 0U;
  }
  shape.distinct = seen.count();
  return shape;
}

bool looks_random(std::string_view value) {
  if (value.size() < shortest_random) {
    return false;
  }
  const Shape shape = shape_of(value);
  const bool letters = shape.uppers + shape.lowers > 0;
  if (shape.digits == 0 || !letters || shape.distinct < 8) {
    return false;
  }
  // Names of program text are made of words, also behind capitals: AwsEc2VpnConnection.
  if (shape.uppers > 0 && shape.lowers > 0 && letters_in_words(value) * 2 > shape.length) {
    return false;
  }
  const std::size_t inner = shape.changes - std::min(shape.changes, 2 * shape.others);
  return inner * 5 >= shape.length;
}

bool might_be_random(std::string_view value) {
  const Shape shape = shape_of(value);
  const std::size_t letters = shape.uppers + shape.lowers;
  return shape.length >= shortest_random && shape.digits >= 3 && letters >= 3
         && shape.distinct >= 8;
}

bool looks_made_up(std::string_view token) {
  if (token.size() < 8) {
    return false;
  }
  if (longest_repeat(token) >= 6) {
    return true;
  }
  const std::size_t distinct = shape_of(token).distinct;
  if (token.size() >= 16 && distinct < least_distinct) {
    return true;
  }
  for (std::size_t period = 1; period <= longest_period && period * 2 <= token.size(); ++period) {
    if (is_period(token, period)) {
      return true;
    }
  }
  return longest_walk(token) * 2 > token.size();
}

bool says_example(std::string_view token) {
  constexpr std::array<std::string_view, 12> words{
      "example", "xxxxxx", "dummy",    "placeholder", "changeme", "change_me",
      "your_",   "your-",  "redacted", "replace",     "insert_",  "yourtoken"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return base::contains_ignoring_case(token, word);
  });
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? value[i] != '-' : !is_hex(value[i])) {
      return false;
    }
  }
  return true;
}

bool is_path_like(std::string_view value) {
  if (base::contains(value, "://") || value.starts_with("./") || value.starts_with("../")
      || value.starts_with("~/") || value.starts_with("/")) {
    return true;
  }
  // A random base64 text of 40 characters has a slash in every second one; pieces between slashes
  // that are words make a path.
  if (base::contains(value, "/")) {
    std::size_t words = 0;
    std::size_t pieces = 0;
    for (const std::string_view piece : base::split(value, '/')) {
      ++pieces;
      const Shape shape = shape_of(piece);
      words += shape.digits == 0 && shape.changes <= 2 + shape.others * 2 ? 1U : 0U;
    }
    return pieces >= 3 && words * 2 > pieces;
  }
  const std::size_t dot = value.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return false;
  }
  const std::string_view ending = value.substr(dot + 1);
  return ending.size() >= 2 && ending.size() <= 5
         && std::all_of(ending.begin(), ending.end(), is_lower)
         && !looks_random(value.substr(0, dot));
}

} // namespace secaudit::secrets
