// SPDX-License-Identifier: Apache-2.0
// The shapes that make a password predictable. All texts are lower case unless said otherwise.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

struct WordCover {
  std::size_t covered = 0; ///< characters that belong to words
  std::size_t words = 0;
  std::string rest; ///< what is left, in order
};

/// Takes words of three and more letters out of the text, the longest first at each place.
WordCover cover_with_words(std::string_view text, const std::vector<std::string>& words);

/// True when the text has letters and all of them belong to words; digits and punctuation do not
/// count.
bool only_words(std::string_view text, const std::vector<std::string>& words);

/// Digits and signs that stand for letters replaced by the letter ("p4ssw0rd" → "password"); the
/// first meaning counts.
std::string unleet(std::string_view text, const std::map<char, std::string>& table);

/// The text is a shorter piece written twice or more (the last time perhaps cut).
bool is_repetition(std::string_view text);

/// Number of characters that lie in runs of four or more along one of the rows, forwards or
/// backwards.
double walk_characters(std::string_view text, const std::vector<std::string>& rows);

/// Share of neighbouring pairs that occurred before in the text, 0 to 1.
double repeated_bigram_share(std::string_view text);

/// The text (case kept) is base64 or hexadecimal of twelve or more bytes that are all printable
/// ASCII.
bool decodes_to_text(std::string_view text);

} // namespace secaudit::secrets
