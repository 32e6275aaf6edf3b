// SPDX-License-Identifier: Apache-2.0
#include "vulns/versions/semver.hpp"

#include "base/text.hpp"
#include "vulns/versions/digits.hpp"
#include "vulns/versions/order.hpp"

namespace secaudit::vulns {
namespace {

bool is_pre_release_character(char c) {
  return is_digit(c) || is_letter(c) || c == '-' || c == '.';
}

std::weak_ordering compare_identifier(std::string_view a, std::string_view b, bool fold_case) {
  const bool left = all_digits(a);
  const bool right = all_digits(b);
  if (left != right) {
    return left ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  if (left) {
    return compare_numbers(a, b);
  }
  return fold_case ? compare_text(base::to_lower(a), base::to_lower(b)) : compare_text(a, b);
}

std::weak_ordering compare_pre_release(std::string_view a, std::string_view b, bool fold_case) {
  if (a.empty() || b.empty()) {
    return a.empty() <=> b.empty();
  }
  const auto left = base::split(a, '.');
  const auto right = base::split(b, '.');
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    const auto order = compare_identifier(left[i], right[i], fold_case);
    if (order != 0) {
      return order;
    }
  }
  return left.size() <=> right.size();
}

Order compare_read(const std::optional<SemanticVersion>& a, const std::optional<SemanticVersion>& b,
                   bool fold_case) {
  return a && b ? Order(compare_semantic(*a, *b, fold_case)) : std::nullopt;
}

std::string_view without_v(std::string_view text) {
  text = base::trim(text);
  while (text.starts_with('v') || text.starts_with('=')) {
    text = base::trim(text.substr(1));
  }
  return text;
}

} // namespace

std::optional<SemanticVersion> read_semantic(std::string_view text, const SemanticRules& rules) {
  SemanticVersion version;
  text = text.substr(0, text.find('+'));
  while (version.count < rules.most) {
    const std::string_view number = take_while(text, is_digit);
    if (number.empty()) {
      return std::nullopt;
    }
    version.numbers[version.count++] = number;
    if (version.count == rules.most || !text.starts_with('.')) {
      break;
    }
    text.remove_prefix(1);
  }
  if (version.count < rules.least) {
    return std::nullopt;
  }
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  } else if (!text.empty() && !(rules.loose && !text.starts_with('.'))) {
    return std::nullopt;
  } else if (text.empty()) {
    return version;
  }
  version.pre_release = take_while(text, is_pre_release_character);
  return text.empty() && !version.pre_release.empty() ? std::optional(version) : std::nullopt;
}

std::weak_ordering compare_semantic(const SemanticVersion& a, const SemanticVersion& b,
                                    bool fold_case) {
  for (std::size_t i = 0; i < a.numbers.size(); ++i) {
    const auto order = compare_numbers(a.numbers[i], b.numbers[i]);
    if (order != 0) {
      return order;
    }
  }
  return compare_pre_release(a.pre_release, b.pre_release, fold_case);
}

Order compare_semver(std::string_view a, std::string_view b) {
  const SemanticRules rules{3, 3, true};
  return compare_read(read_semantic(without_v(a), rules), read_semantic(without_v(b), rules),
                      false);
}

Order compare_go(std::string_view a, std::string_view b) {
  const SemanticRules rules{1, 3, false};
  return compare_read(read_semantic(without_v(a), rules), read_semantic(without_v(b), rules),
                      false);
}

Order compare_crates(std::string_view a, std::string_view b) {
  return compare_read(read_semantic(a, {}), read_semantic(b, {}), false);
}

Order compare_nuget(std::string_view a, std::string_view b) {
  const SemanticRules rules{1, 4, false};
  return compare_read(read_semantic(without_v(a), rules), read_semantic(without_v(b), rules), true);
}

} // namespace secaudit::vulns
