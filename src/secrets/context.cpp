// SPDX-License-Identifier: Apache-2.0
#include "secrets/context.hpp"

#include "secrets/bytes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {

namespace {

/// `word`, which is lower case, in the text, where it begins with `first`.
bool contains_from(std::string_view text, std::string_view word, char first) {
  const std::size_t last = text.size() - word.size();
  for (std::size_t at = text.find(first); at <= last; at = text.find(first, at + 1)) {
    std::size_t same = 1;
    while (same < word.size() && lower_of(text[at + same]) == word[same]) {
      ++same;
    }
    if (same == word.size()) {
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

namespace {

template <std::size_t N>
bool contains_one(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return contains_word(text, word); });
}

} // namespace

bool speaks_of_digest(std::string_view before) {
  constexpr std::array<std::string_view, 24> words{
      "sha",      "md5",    "digest",    "checksum",    "etag",       "commit",
      "revision", "rev=",   "integrity", "fingerprint", "thumbprint", "blob",
      "object",   "oid",    "hash",      "crc",         "tree",       "signature",
      "uuid",     "public", "pubkey",    "certificate", "gpg_key",    "keyid"};
  return contains_one(before, words);
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
  constexpr std::array<std::string_view, 14> words{"key",  "token", "secret",  "passw",  "pwd",
                                                   "auth", "cred",  "bearer",  "access", "apikey",
                                                   "api_", "api-",  "private", "client"};
  return contains_one(before, words);
}

} // namespace secaudit::secrets
