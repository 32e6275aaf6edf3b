// SPDX-License-Identifier: Apache-2.0
#include "secrets/context.hpp"

#include "secrets/bytes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace secaudit::secrets {

namespace {

/// `word` is in lower case.
bool begins_with_word(std::string_view text, std::string_view word) {
  std::size_t same = 0;
  while (same < word.size() && same < text.size() && lower_of(text[same]) == word[same]) {
    ++same;
  }
  return same == word.size();
}

/// `word`, which is lower case, in the text, where it begins with `first`.
bool contains_from(std::string_view text, std::string_view word, char first) {
  const std::size_t last = text.size() - word.size();
  for (std::size_t at = text.find(first); at <= last; at = text.find(first, at + 1)) {
    if (begins_with_word(text.substr(at), word)) {
      return true;
    }
  }
  return false;
}

} // namespace

bool contains_word(std::string_view text, std::string_view word) {
  if (word.empty() || text.size() < word.size()) {
    return false;
  }
  const char first = word.front();
  const char upper = first >= 'a' && first <= 'z' ? static_cast<char>(first - 'a' + 'A') : first;
  return contains_from(text, word, first) || (upper != first && contains_from(text, word, upper));
}

bool names_word(std::string_view text, std::string_view word) {
  if (word.empty()) {
    return false;
  }
  for (std::size_t i = 0; i + word.size() <= text.size(); ++i) {
    if (lower_of(text[i]) != word.front() || !begins_with_word(text.substr(i), word)) {
      continue;
    }
    const bool inside = i > 0 && is_letter(text[i - 1]) && is_lower(text[i]);
    if (!inside) {
      return true;
    }
  }
  return false;
}

namespace {

/// Words looked for in one pass: a place is compared only with the words whose first two letters
/// stand there.
template <std::size_t N>
class WordSet {
 public:
  constexpr explicit WordSet(const std::array<std::string_view, N>& words) : words_(words) {
    static_assert(N <= 32);
    for (std::size_t i = 0; i < N; ++i) {
      add(first_, words[i][0], i);
      add(second_, words[i][1], i);
    }
  }

  bool in(std::string_view text) const {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      std::uint32_t words = first_[static_cast<unsigned char>(text[i])]
                            & second_[static_cast<unsigned char>(text[i + 1])];
      for (; words != 0; words &= words - 1) {
        const std::string_view word = words_[static_cast<std::size_t>(std::countr_zero(words))];
        if (begins_with_word(text.substr(i), word)) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  using Table = std::array<std::uint32_t, 256>;

  static constexpr void add(Table& table, char letter, std::size_t word) {
    table[static_cast<unsigned char>(letter)] |= 1U << word;
    if (is_lower(letter)) {
      table[static_cast<unsigned char>(letter - 32)] |= 1U << word;
    }
  }

  std::array<std::string_view, N> words_;
  Table first_{};
  Table second_{};
};

} // namespace

bool speaks_of_digest(std::string_view before) {
  static constexpr WordSet<24> words{
      {"sha",      "md5",    "digest",    "checksum",    "etag",       "commit",
       "revision", "rev=",   "integrity", "fingerprint", "thumbprint", "blob",
       "object",   "oid",    "hash",      "crc",         "tree",       "signature",
       "uuid",     "public", "pubkey",    "certificate", "gpg_key",    "keyid"}};
  return words.in(before);
}

bool names_no_secret(std::string_view before) {
  constexpr std::array<std::string_view, 14> endings{"id",  "arn",  "name", "version", "url",
                                                     "uri", "type", "time", "date",    "used",
                                                     "md5", "size", "path", "at"};
  while (!before.empty() && !is_word(before.back())) {
    before.remove_suffix(1);
  }
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return before.size() >= ending.size()
           && contains_word(before.substr(before.size() - ending.size()), ending);
  });
}

bool speaks_of_secret(std::string_view before) {
  static constexpr WordSet<14> words{{"key", "token", "secret", "passw", "pwd", "auth", "cred",
                                      "bearer", "access", "apikey", "api_", "api-", "private",
                                      "client"}};
  return words.in(before);
}

} // namespace secaudit::secrets
