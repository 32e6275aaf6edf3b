// SPDX-License-Identifier: Apache-2.0
#include "vulns/versions/semver.hpp"

#include "base/text.hpp"
#include "vulns/versions/digits.hpp"
#include "vulns/versions/read_once.hpp"

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
  return fold_case ? compare_folded(a, b) : compare_text(a, b);
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

namespace {

std::optional<SemanticVersion> read_node(std::string_view text) {
  return read_semantic(without_v(text), {3, 3, true});
}
std::optional<SemanticVersion> read_go(std::string_view text) {
  return read_semantic(without_v(text), {1, 3, false});
}
std::optional<SemanticVersion> read_crates(std::string_view text) {
  return read_semantic(text, {});
}
std::optional<SemanticVersion> read_nuget(std::string_view text) {
  return read_semantic(without_v(text), {1, 4, false});
}
std::weak_ordering compare(const SemanticVersion& a, const SemanticVersion& b) {
  return compare_semantic(a, b, false);
}
std::weak_ordering compare_without_case(const SemanticVersion& a, const SemanticVersion& b) {
  return compare_semantic(a, b, true);
}

} // namespace

Order compare_semver(std::string_view a, std::string_view b) {
  return compare_read<read_node, compare>(a, b);
}
Order compare_go(std::string_view a, std::string_view b) {
  return compare_read<read_go, compare>(a, b);
}
Order compare_crates(std::string_view a, std::string_view b) {
  return compare_read<read_crates, compare>(a, b);
}
Order compare_nuget(std::string_view a, std::string_view b) {
  return compare_read<read_nuget, compare_without_case>(a, b);
}

std::optional<Comparer> semver_comparer(std::string_view version) {
  return comparer_read<read_node, compare>(version);
}
std::optional<Comparer> go_comparer(std::string_view version) {
  return comparer_read<read_go, compare>(version);
}
std::optional<Comparer> crates_comparer(std::string_view version) {
  return comparer_read<read_crates, compare>(version);
}
std::optional<Comparer> nuget_comparer(std::string_view version) {
  return comparer_read<read_nuget, compare_without_case>(version);
}

} // namespace secaudit::vulns
