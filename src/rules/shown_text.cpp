// SPDX-License-Identifier: Apache-2.0
#include "rules/shown_text.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/secret_urls.hpp"

#include <vector>

namespace secaudit::rules {
namespace {

constexpr std::size_t longest = 100;
/// Looked at for secrets; far more than is shown.
constexpr std::size_t looked_at = 1'000;

/// The words with what stands between them; a quoted one is one word.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  char quote = '\0';
  bool blank = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_blank = quote == '\0' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
    if (i > begin && is_blank != blank) {
      out.push_back(text.substr(begin, i - begin));
      begin = i;
    }
    blank = is_blank;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    }
  }
  if (begin < text.size()) {
    out.push_back(text.substr(begin));
  }
  return out;
}

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

/// The value masked inside its quotes; references stay.
std::string masked_value(std::string_view value) {
  const bool quoted = value.size() > 1 && is_quote(value.front());
  const std::string_view inner =
      quoted ? value.substr(1, value.size() - (value.back() == value.front() ? 2 : 1)) : value;
  if (inner.empty() || inner.starts_with('$') || inner.starts_with('%')) {
    return std::string(value);
  }
  return base::masked(inner);
}

bool names_a_secret(std::string_view name) {
  const std::size_t start = name.find_first_not_of("-\"'");
  if (start == std::string_view::npos) {
    return false;
  }
  name = name.substr(start);
  // //HOST/:_authToken, as npm names it
  name = name.substr(name.find_last_of("/:") + 1);
  return model::demand_of(name) && !model::names_a_secret_file(name);
}

/// Whether the word behind is the secret: `--password x`, `ENV PASSWORD x`, `Bearer x`.
bool announces(std::string_view word, std::string_view instruction) {
  const bool whole = word.find('=') == std::string_view::npos;
  const bool option = word.starts_with("--");
  const bool legacy = instruction == "ENV" || instruction == "ARG" || instruction == "LABEL";
  return (whole && (option || legacy) && names_a_secret(word)) || word.ends_with("Bearer")
         || word == "aws_secret_access_key" || base::contains(word, "_authToken")
         || base::equals_ignoring_case(word, "ConvertTo-SecureString");
}

std::string shown_word(std::string_view word, std::string_view before, std::string_view first,
                       bool sets_passwords) {
  const std::size_t equal = word.find('=');
  if (equal != std::string_view::npos && names_a_secret(word.substr(0, equal))) {
    return std::string(word.substr(0, equal + 1)) + masked_value(word.substr(equal + 1));
  }
  const std::size_t bearer = word.find("Bearer ");
  if (bearer != std::string_view::npos) {
    return std::string(word.substr(0, bearer + 7)) + masked_value(word.substr(bearer + 7));
  }
  if (announces(before, first) && !word.starts_with('-')) {
    return masked_value(word);
  }
  const bool account = before == "-u" || before == "--user" || sets_passwords;
  const std::size_t colon = word.find(':');
  if (account && colon != std::string_view::npos && !base::contains(word, "://")) {
    return std::string(word.substr(0, colon + 1)) + masked_value(word.substr(colon + 1));
  }
  return without_password(word);
}

} // namespace

std::string shown_text(std::string_view text) {
  const std::vector<std::string_view> pieces = pieces_of(text.substr(0, looked_at));
  const bool sets_passwords = base::contains(text, "chpasswd");
  const std::string_view first = pieces.empty() ? std::string_view() : pieces.front();
  std::string out;
  std::string_view before;
  for (const std::string_view piece : pieces) {
    if (base::trim(piece).empty()) {
      out += piece;
      continue;
    }
    out += shown_word(piece, before, first, sets_passwords);
    before = piece;
  }
  return base::truncate(base::printable(out), longest);
}

} // namespace secaudit::rules
