// SPDX-License-Identifier: Apache-2.0
#include "rules/image_secrets.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

/// Fingerprints of public keys that official images name in variables such as GPG_KEY.
bool is_fingerprint(std::string_view name, std::string_view value) {
  const std::string upper = base::to_upper(name);
  const bool hexadecimal =
      value.size() >= 16 && value.find_first_not_of("0123456789abcdefABCDEF ") == std::string::npos;
  return hexadecimal && (base::contains(upper, "GPG") || base::contains(upper, "PGP"));
}

bool says_nothing(std::string_view value) {
  constexpr std::array<std::string_view, 12> words{
      "changeme", "change-me", "change_me", "example", "dummy", "placeholder",
      "xxx",      "todo",      "your",      "none",    "null",  "<"};
  const std::string lower = base::to_lower(value);
  const bool number = value.find_first_not_of("0123456789.") == std::string_view::npos;
  const bool path = value.starts_with('/') || value.starts_with("./") || value.starts_with("~/");
  return value.size() < 4 || number || path || lower == "true" || lower == "false"
         || value.find('$') != std::string_view::npos
         || std::any_of(words.begin(), words.end(),
                        [&](std::string_view word) { return base::contains(lower, word); });
}

bool is_name(std::string_view text) {
  return !text.empty() && (text.front() < '0' || text.front() > '9')
         && std::all_of(text.begin(), text.end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                     || c == '_';
            });
}

std::size_t value_end(std::string_view text, std::size_t begin) {
  const char first = begin < text.size() ? text[begin] : ' ';
  if (first == '"' || first == '\'') {
    const std::size_t quote = text.find(first, begin + 1);
    return quote == std::string_view::npos ? text.size() : quote + 1;
  }
  const std::size_t end = text.find_first_of(" \t\n;&|", begin);
  return end == std::string_view::npos ? text.size() : end;
}

} // namespace

bool holds_secret(std::string_view name, std::string_view value) {
  return model::demand_of(name).has_value() && !model::names_a_secret_file(name)
         && !says_nothing(value) && !is_fingerprint(name, value);
}

std::vector<std::pair<std::string, std::string>> assignments_of(std::string_view command) {
  std::vector<std::pair<std::string, std::string>> result;
  for (std::size_t equals = command.find('='); equals != std::string_view::npos;) {
    const std::size_t before = command.find_last_of(" \t\n;&|(\"'", equals);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = value_end(command, equals + 1);
    const std::string_view name = command.substr(begin, equals - begin);
    std::string_view value = command.substr(equals + 1, end - equals - 1);
    if (value.size() > 1 && (value.front() == '"' || value.front() == '\'')) {
      value = value.substr(1, value.size() - (value.back() == value.front() ? 2 : 1));
    }
    if (is_name(name)) {
      result.emplace_back(std::string(name), std::string(value));
    }
    equals = command.find('=', std::max(end, equals + 1));
  }
  return result;
}

} // namespace secaudit::rules
