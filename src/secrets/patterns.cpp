// SPDX-License-Identifier: Apache-2.0
#include "secrets/patterns.hpp"

#include "secrets/decoding.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace secaudit::secrets {
namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t shortest_walk = 4;
constexpr std::size_t shortest_encoded = 12;

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::size_t longest_word_at(std::string_view text, const std::vector<std::string>& words,
                            std::size_t least) {
  std::size_t longest = 0;
  for (const std::string& word : words) {
    if (word.size() >= least && word.size() > longest && text.starts_with(word)) {
      longest = word.size();
    }
  }
  return longest;
}

/// The letters can be cut into words without a rest.
bool segments(std::string_view letters, const std::vector<std::string>& words) {
  std::vector<bool> reachable(letters.size() + 1, false);
  reachable[0] = true;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (!reachable[i]) {
      continue;
    }
    for (const std::string& word : words) {
      if (letters.substr(i).starts_with(word)) {
        reachable[i + word.size()] = true;
      }
    }
  }
  return reachable[letters.size()];
}

std::size_t run_along(std::string_view text, std::string_view row, std::size_t at) {
  std::size_t best = 0;
  for (std::size_t start = row.find(text[at]); start != std::string_view::npos;
       start = row.find(text[at], start + 1)) {
    std::size_t forwards = 1;
    while (at + forwards < text.size() && start + forwards < row.size()
           && text[at + forwards] == row[start + forwards]) {
      ++forwards;
    }
    std::size_t backwards = 1;
    while (at + backwards < text.size() && backwards <= start
           && text[at + backwards] == row[start - backwards]) {
      ++backwards;
    }
    best = std::max({best, forwards, backwards});
  }
  return best;
}

bool is_text(const std::optional<std::string>& bytes) {
  return bytes && bytes->size() >= shortest_encoded
         && std::all_of(bytes->begin(), bytes->end(),
                        [](char c) { return (c >= ' ' && c <= '~') || c == '\n'; });
}

} // namespace

WordCover cover_with_words(std::string_view text, const std::vector<std::string>& words) {
  WordCover cover;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = longest_word_at(text.substr(i), words, shortest_word);
    if (length == 0) {
      cover.rest += text[i++];
      continue;
    }
    cover.covered += length;
    ++cover.words;
    i += length;
  }
  return cover;
}

bool only_words(std::string_view text, const std::vector<std::string>& words) {
  bool any = false;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_letter(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_letter(text[end])) {
      ++end;
    }
    if (!segments(text.substr(i, end - i), words)) {
      return false;
    }
    any = true;
    i = end;
  }
  return any;
}

std::string unleet(std::string_view text, const std::map<char, std::string>& table) {
  std::string result(text);
  for (char& c : result) {
    const auto found = table.find(c);
    if (found != table.end() && !found->second.empty()) {
      c = found->second.front();
    }
  }
  return result;
}

bool is_repetition(std::string_view text) {
  for (std::size_t period = 1; period <= text.size() / 2; ++period) {
    bool repeats = true;
    for (std::size_t i = period; repeats && i < text.size(); ++i) {
      repeats = text[i] == text[i - period];
    }
    if (repeats) {
      return true;
    }
  }
  return false;
}

double walk_characters(std::string_view text, const std::vector<std::string>& rows) {
  std::size_t covered = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t longest = 0;
    for (const std::string& row : rows) {
      longest = std::max(longest, run_along(text, row, i));
    }
    std::size_t same = 1;
    while (i + same < text.size() && text[i + same] == text[i]) {
      ++same;
    }
    longest = std::max(longest, same);
    covered += longest >= shortest_walk ? longest : 0;
    i += longest >= shortest_walk ? longest : 1;
  }
  return static_cast<double>(covered);
}

double repeated_bigram_share(std::string_view text) {
  if (text.size() < 2) {
    return 0;
  }
  std::set<std::pair<char, char>> seen;
  std::size_t repeated = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    repeated += seen.insert({text[i], text[i + 1]}).second ? 0U : 1U;
  }
  return static_cast<double>(repeated) / static_cast<double>(text.size() - 1);
}

bool decodes_to_text(std::string_view text) {
  return is_text(decode_hex(text)) || is_text(decode_base64(text));
}

} // namespace secaudit::secrets
