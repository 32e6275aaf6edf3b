// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/versions/digits.hpp"
#include "vulns/versions/read_once.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace secaudit::vulns {
namespace {

std::optional<std::vector<std::string>> segments(std::string_view text) {
  const std::string dotted = base::replace_all(base::trim(text), "-", ".pre.");
  std::vector<std::string> result;
  for (std::string_view part : base::split(dotted, '.')) {
    if (part.empty()) {
      return std::nullopt;
    }
    while (!part.empty()) {
      const std::string_view piece =
          is_digit(part.front()) ? take_while(part, is_digit) : take_while(part, is_letter);
      if (piece.empty()) {
        return std::nullopt;
      }
      result.emplace_back(piece);
    }
  }
  return !result.empty() && is_digit(result.front().front()) ? std::optional(result) : std::nullopt;
}

bool is_zero(const std::string& segment) {
  return all_digits(segment) && without_zeros(segment).empty();
}

/// Zeros at the end, and those right before the first word, say nothing.
std::vector<std::string> canonical(std::vector<std::string> all) {
  const auto word =
      std::find_if(all.begin(), all.end(), [](const std::string& s) { return !all_digits(s); });
  std::vector<std::string> numbers(all.begin(), word);
  std::vector<std::string> rest(word, all.end());
  for (auto* part : {&numbers, &rest}) {
    while (!part->empty() && is_zero(part->back())) {
      part->pop_back();
    }
  }
  numbers.insert(numbers.end(), rest.begin(), rest.end());
  return numbers;
}

std::weak_ordering compare_segment(const std::string& a, const std::string& b) {
  const bool left = all_digits(a);
  const bool right = all_digits(b);
  if (left != right) {
    return left ? std::weak_ordering::greater : std::weak_ordering::less;
  }
  return left ? compare_numbers(a, b) : compare_text(a, b);
}

std::optional<std::vector<std::string>> read(std::string_view text) {
  auto all = segments(text);
  return all ? std::optional(canonical(std::move(*all))) : std::nullopt;
}

std::weak_ordering compare(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const auto order = compare_segment(i < a.size() ? a[i] : "0", i < b.size() ? b[i] : "0");
    if (order != 0) {
      return order;
    }
  }
  return std::weak_ordering::equivalent;
}

} // namespace

Order compare_rubygems(std::string_view a, std::string_view b) {
  return compare_read<read, compare>(a, b);
}
std::optional<Comparer> rubygems_comparer(std::string_view version) {
  return comparer_read<read, compare>(version);
}

} // namespace secaudit::vulns
