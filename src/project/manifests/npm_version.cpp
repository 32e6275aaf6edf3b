// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/npm_version.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace secaudit::project::manifests {
namespace {

// JavaScript's largest exact integer; node-semver refuses more.
constexpr std::uint64_t largest_number = 9007199254740991;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<std::uint64_t> number(std::string_view text, bool loose) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool zeros = !loose && text.size() > 1 && text.front() == '0';
  const bool good = is_number(text) && error == std::errc{} && end == text.data() + text.size()
                    && value <= largest_number && !zeros;
  return good ? std::optional(value) : std::nullopt;
}

bool is_prerelease(std::string_view text, bool loose) {
  const auto in_identifier = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  };
  const auto parts = base::split(text, '.');
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
    const bool zeros = !loose && is_number(part) && part.size() > 1 && part.front() == '0';
    return !part.empty() && !zeros && std::all_of(part.begin(), part.end(), in_identifier);
  });
}

std::string_view take_number(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end);
  return taken;
}

/// What may follow the third number: pre-release and build.
bool read_tail(std::string_view rest, bool loose, NpmVersion& version) {
  const std::size_t plus = rest.find('+');
  const bool built = plus == std::string_view::npos || is_prerelease(rest.substr(plus + 1), true);
  rest = rest.substr(0, plus);
  if (rest.empty() || !built) {
    return built;
  }
  if (rest.front() == '-' && rest.size() > 1) {
    rest.remove_prefix(1);
  } else if (!loose) {
    return false;
  }
  version.prerelease = rest;
  return is_prerelease(rest, loose);
}

std::weak_ordering compare_identifiers(std::string_view a, std::string_view b) {
  const bool left = is_number(a);
  const bool right = is_number(b);
  if (left != right) {
    return left ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  if (!left) {
    return a <=> b;
  }
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  return a.size() != b.size() ? a.size() <=> b.size() : a <=> b;
}

} // namespace

std::optional<PartialNpmVersion> read_partial_npm(std::string_view text, bool loose) {
  PartialNpmVersion partial;
  const std::size_t begin = std::min(text.find_first_not_of("v= \t"), text.size());
  partial.decorated = begin > 0 && text.substr(0, begin) != "v";
  std::string_view rest = text.substr(begin);
  bool open = false; // an x was seen
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0) {
      if (rest.empty()) {
        return partial;
      }
      if (rest.front() != '.') {
        return std::nullopt;
      }
      rest.remove_prefix(1);
    }
    if (!rest.empty() && (rest.front() == 'x' || rest.front() == 'X' || rest.front() == '*')) {
      rest.remove_prefix(1);
      open = true;
      continue;
    }
    const auto value = number(take_number(rest), loose);
    if (!value) {
      return std::nullopt;
    }
    if (!open) {
      partial.version.number[i] = *value;
      partial.known = i + 1;
    }
  }
  NpmVersion tail;
  if (!read_tail(rest, loose, tail)) {
    return std::nullopt;
  }
  if (partial.known == 3) {
    partial.version.prerelease = tail.prerelease;
  }
  return partial;
}

std::optional<NpmVersion> read_npm_version(std::string_view text, bool loose) {
  const auto partial = read_partial_npm(base::trim(text), loose);
  const bool whole = partial && partial->known == 3 && (loose || !partial->decorated);
  return whole ? std::optional(partial->version) : std::nullopt;
}

std::weak_ordering compare_npm(const NpmVersion& a, const NpmVersion& b) {
  if (a.number != b.number) {
    return a.number <=> b.number;
  }
  if (a.prerelease.empty() || b.prerelease.empty()) {
    return a.prerelease.empty() <=> b.prerelease.empty();
  }
  const auto left = base::split(a.prerelease, '.');
  const auto right = base::split(b.prerelease, '.');
  for (std::size_t i = 0; i < left.size() && i < right.size(); ++i) {
    const auto order = compare_identifiers(left[i], right[i]);
    if (order != 0) {
      return order;
    }
  }
  return left.size() <=> right.size();
}

} // namespace secaudit::project::manifests
