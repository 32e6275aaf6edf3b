// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/npm_range.hpp"

#include "base/text.hpp"

#include <charconv>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace secaudit::project::manifests {
namespace {

/// A version, or a partial one whose missing parts are counted in `parts`.
struct Version {
  std::uint64_t number[3] = {0, 0, 0};
  std::string prerelease;
  int parts = 3;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

std::optional<Version> parse(std::string_view text) {
  Version version;
  text = base::trim(text);
  while (text.starts_with('v') || text.starts_with('=')) {
    text.remove_prefix(1);
  }
  text = text.substr(0, text.find('+'));
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    version.prerelease = std::string(text.substr(dash + 1));
    text = text.substr(0, dash);
  }
  version.parts = 0;
  if (text.empty()) {
    return version;
  }
  for (const std::string_view part : base::split(text, '.')) {
    if (part == "*" || part == "x" || part == "X") {
      return version;
    }
    const auto value = number(part);
    if (!value || version.parts == 3) {
      return std::nullopt;
    }
    version.number[version.parts++] = *value;
  }
  return version;
}

std::strong_ordering compare_prerelease(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) {
    return a.empty() <=> b.empty();
  }
  const auto left = base::split(a, '.');
  const auto right = base::split(b, '.');
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    const auto x = number(left[i]);
    const auto y = number(right[i]);
    const std::strong_ordering order = x && y   ? *x <=> *y
                                       : x || y ? y.has_value() <=> x.has_value()
                                                : left[i] <=> right[i];
    if (order != std::strong_ordering::equal) {
      return order;
    }
  }
  return left.size() <=> right.size();
}

std::strong_ordering compare(const Version& a, const Version& b) {
  for (int i = 0; i < 3; ++i) {
    if (a.number[i] != b.number[i]) {
      return a.number[i] <=> b.number[i];
    }
  }
  return compare_prerelease(a.prerelease, b.prerelease);
}

/// The first version behind everything that begins with the first `parts` numbers.
Version after(Version version, int parts) {
  ++version.number[parts - 1];
  for (int i = parts; i < 3; ++i) {
    version.number[i] = 0;
  }
  version.prerelease = "0";
  return version;
}

bool in_caret(const Version& version, const Version& base_version) {
  int fixed = 1;
  while (fixed < base_version.parts && base_version.number[fixed - 1] == 0) {
    ++fixed;
  }
  return compare(version, base_version) >= 0 && compare(version, after(base_version, fixed)) < 0;
}

std::optional<bool> comparator(const Version& version, std::string_view text) {
  std::string_view op;
  for (const std::string_view candidate : {">=", "<=", ">", "<", "^", "~>", "~", "="}) {
    if (text.starts_with(candidate)) {
      op = candidate;
      break;
    }
  }
  const auto wanted = parse(text.substr(op.size()));
  if (!wanted) {
    return std::nullopt;
  }
  if (wanted->parts == 0) {
    return op != "<" && op != ">";
  }
  const bool partial = wanted->parts < 3;
  if (op == "^") {
    return in_caret(version, *wanted);
  }
  if (op == "~" || op == "~>") {
    return compare(version, *wanted) >= 0
           && compare(version, after(*wanted, std::min(wanted->parts, 2))) < 0;
  }
  if (op == ">=") {
    return compare(version, *wanted) >= 0;
  }
  if (op == "<") {
    return compare(version, *wanted) < 0;
  }
  if (op == ">") {
    return partial ? compare(version, after(*wanted, wanted->parts)) >= 0
                   : compare(version, *wanted) > 0;
  }
  if (op == "<=") {
    return partial ? compare(version, after(*wanted, wanted->parts)) < 0
                   : compare(version, *wanted) <= 0;
  }
  if (partial) {
    return compare(version, *wanted) >= 0 && compare(version, after(*wanted, wanted->parts)) < 0;
  }
  return compare(version, *wanted) == 0;
}

/// "1.2.3 - 2.0" as ">=1.2.3 <=2.0"; blanks behind operators taken out.
std::vector<std::string> comparators(std::string_view set) {
  const std::size_t hyphen = set.find(" - ");
  if (hyphen != std::string_view::npos) {
    return {">=" + std::string(base::trim(set.substr(0, hyphen))),
            "<=" + std::string(base::trim(set.substr(hyphen + 3)))};
  }
  std::vector<std::string> result;
  bool joins = false;
  for (const std::string_view word : base::split(set, ' ')) {
    if (word.empty()) {
      continue;
    }
    if (joins) {
      result.back() += word;
    } else {
      result.emplace_back(word);
    }
    joins = word.find_first_not_of("<>=~^") == std::string_view::npos;
  }
  return result;
}

std::optional<bool> in_set(const Version& version, std::string_view set) {
  bool same_prerelease_base = version.prerelease.empty();
  for (const std::string& text : comparators(set)) {
    const auto inside = comparator(version, text);
    if (!inside || !*inside) {
      return inside;
    }
    const auto wanted = parse(std::string_view(text).substr(text.find_first_not_of("<>=~^")));
    same_prerelease_base =
        same_prerelease_base
        || (wanted && !wanted->prerelease.empty() && wanted->number[0] == version.number[0]
            && wanted->number[1] == version.number[1] && wanted->number[2] == version.number[2]);
  }
  return same_prerelease_base;
}

} // namespace

std::optional<bool> npm_satisfies(std::string_view version_text, std::string_view range) {
  const auto version = parse(version_text);
  if (!version || version->parts != 3 || range.find_first_of(":/@") != std::string_view::npos) {
    return std::nullopt;
  }
  bool any = false;
  for (std::size_t begin = 0; begin <= range.size();) {
    const std::size_t end = std::min(range.find("||", begin), range.size());
    const auto inside = in_set(*version, base::trim(range.substr(begin, end - begin)));
    if (!inside) {
      return std::nullopt;
    }
    any = any || *inside;
    begin = end + 2;
  }
  return any;
}

} // namespace secaudit::project::manifests
