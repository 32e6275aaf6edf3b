// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/versions/digits.hpp"
#include "vulns/versions/read_once.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace secaudit::vulns {
namespace {

struct Version {
  std::vector<std::string> numbers; ///< four
  int stability = 0;                ///< dev, alpha, beta, RC, none, patch
  std::vector<std::string> stability_numbers;
  bool development = false; ///< "-dev" behind the rest
  std::string branch;       ///< "dev-main"; then the rest says nothing
};

struct Word {
  std::string_view text;
  int stability;
};
constexpr int stable = 4;
constexpr std::array<Word, 9> words{{{"stable", stable},
                                     {"alpha", 1},
                                     {"beta", 2},
                                     {"patch", 5},
                                     {"rc", 3},
                                     {"pl", 5},
                                     {"a", 1},
                                     {"b", 2},
                                     {"p", 5}}};

bool separates(char c) {
  return c == '.' || c == '-' || c == '_' || c == '+';
}

void skip_separator(std::string_view& rest) {
  if (!rest.empty() && separates(rest.front())) {
    rest.remove_prefix(1);
  }
}

bool read_stability(std::string_view& rest, Version& version) {
  const std::string_view before = rest;
  skip_separator(rest);
  for (const Word& word : words) {
    if (!rest.starts_with(word.text)) {
      continue;
    }
    rest.remove_prefix(word.text.size());
    version.stability = word.stability;
    for (;;) {
      const std::string_view mark = rest;
      skip_separator(rest);
      const std::string_view number = take_while(rest, is_digit);
      if (number.empty()) {
        rest = mark;
        return true;
      }
      version.stability_numbers.emplace_back(number);
    }
  }
  rest = before;
  return false;
}

std::optional<Version> read(std::string_view source) {
  Version version;
  if (source.starts_with("dev-")) {
    version.branch = source;
    return version;
  }
  const std::string text = base::to_lower(base::trim(source));
  std::string_view rest = text;
  rest = rest.substr(0, rest.find('+'));
  rest.remove_prefix(rest.starts_with('v') ? 1 : 0);
  version.stability = stable;
  while (version.numbers.size() < 4) {
    const std::string_view number = take_while(rest, is_digit);
    if (number.empty()) {
      return std::nullopt;
    }
    version.numbers.emplace_back(number);
    if (rest.size() < 2 || rest.front() != '.' || !is_digit(rest[1])) {
      break;
    }
    rest.remove_prefix(1);
  }
  version.numbers.resize(4);
  read_stability(rest, version);
  std::string_view tail = rest;
  skip_separator(tail);
  if (tail == "dev") {
    version.development = true;
    rest = {};
  }
  return rest.empty() ? std::optional(std::move(version)) : std::nullopt;
}

std::weak_ordering compare_number_lists(const std::vector<std::string>& a,
                                        const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    // A missing number stands below a written one, even 0: alpha < alpha0.
    if (i >= a.size() || i >= b.size()) {
      return a.size() <=> b.size();
    }
    const auto order = compare_numbers(a[i], b[i]);
    if (order != 0) {
      return order;
    }
  }
  return std::weak_ordering::equivalent;
}

Order compare(const Version& a, const Version& b) {
  // Branches stand below every release and have no order among themselves.
  if (!a.branch.empty() || !b.branch.empty()) {
    const bool both = !a.branch.empty() && !b.branch.empty();
    return both && a.branch != b.branch ? Order() : Order(a.branch.empty() <=> b.branch.empty());
  }
  const auto numbers = compare_number_lists(a.numbers, b.numbers);
  if (numbers != 0) {
    return numbers;
  }
  const int left = a.development && a.stability == stable ? 0 : a.stability;
  const int right = b.development && b.stability == stable ? 0 : b.stability;
  if (left != right) {
    return left <=> right;
  }
  const auto stability = compare_number_lists(a.stability_numbers, b.stability_numbers);
  return stability != 0 ? stability : std::weak_ordering(b.development <=> a.development);
}

} // namespace

Order compare_packagist(std::string_view a, std::string_view b) {
  return compare_read<read, compare>(a, b);
}
std::optional<Comparer> packagist_comparer(std::string_view version) {
  return comparer_read<read, compare>(version);
}

} // namespace secaudit::vulns
