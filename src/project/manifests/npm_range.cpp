// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/npm_range.hpp"

#include "base/text.hpp"
#include "project/manifests/npm_version.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <vector>

namespace secaudit::project::manifests {
namespace {

constexpr std::string_view blanks = " \t\r\n";

enum class Op { less, at_most, equal, at_least, more };

struct Bound {
  Op op = Op::equal;
  NpmVersion version;
};
/// All must hold.
using Bounds = std::vector<Bound>;

bool holds(const Bound& bound, const NpmVersion& version) {
  const auto order = compare_npm(version, bound.version);
  switch (bound.op) {
  case Op::less:
    return order < 0;
  case Op::at_most:
    return order <= 0;
  case Op::equal:
    return order == 0;
  case Op::at_least:
    return order >= 0;
  case Op::more:
    return order > 0;
  }
  return false;
}

/// The first version, pre-releases included, behind all that begin with the first `count` numbers.
NpmVersion after(const NpmVersion& version, std::size_t count) {
  NpmVersion next;
  std::copy_n(version.number.begin(), count, next.number.begin());
  ++next.number[count - 1];
  next.prerelease = "0";
  return next;
}

/// The version itself, or with pre-releases the first of them.
NpmVersion first_of(NpmVersion version, bool prereleases) {
  if (prereleases && version.prerelease.empty()) {
    version.prerelease = "0";
  }
  return version;
}

Bounds caret(const PartialNpmVersion& wanted, NpmRangeOptions options) {
  if (wanted.known == 0) {
    return {};
  }
  std::size_t kept = 1;
  while (kept < wanted.known && wanted.version.number[kept - 1] == 0) {
    ++kept;
  }
  const bool open = options.prereleases && wanted.known < 3;
  return {{Op::at_least, first_of(wanted.version, open)}, {Op::less, after(wanted.version, kept)}};
}

Bounds tilde(const PartialNpmVersion& wanted, NpmRangeOptions options) {
  if (wanted.known == 0) {
    return {};
  }
  const bool open = options.prereleases && wanted.known < 3;
  return {{Op::at_least, first_of(wanted.version, open)},
          {Op::less, after(wanted.version, std::min<std::size_t>(wanted.known, 2))}};
}

/// A comparator whose version lacks numbers stands for what lies around all that begin so.
Bounds around(std::string_view op, const PartialNpmVersion& wanted, NpmRangeOptions options) {
  if (wanted.known == 0) {
    const bool none = op == "<" || op == ">";
    return none ? Bounds{{Op::less, {{}, "0"}}} : Bounds{};
  }
  const NpmVersion first = first_of(wanted.version, options.prereleases);
  NpmVersion next = after(wanted.version, wanted.known);
  if (op == ">") {
    next.prerelease = options.prereleases ? "0" : "";
    return {{Op::at_least, next}};
  }
  if (op == ">=") {
    return {{Op::at_least, first}};
  }
  if (op == "<") {
    return {{Op::less, first_of(wanted.version, true)}};
  }
  if (op == "<=") {
    return {{Op::less, next}};
  }
  return {{Op::at_least, first}, {Op::less, next}};
}

std::optional<Bounds> comparator(std::string_view text, NpmRangeOptions options) {
  std::string_view op;
  for (const std::string_view candidate : {">=", "<=", ">", "<", "^", "~>", "~", "="}) {
    if (text.starts_with(candidate)) {
      op = candidate;
      break;
    }
  }
  const auto wanted = read_partial_npm(text.substr(op.size()), options.loose);
  if (!wanted) {
    return std::nullopt;
  }
  if (op == "^") {
    return caret(*wanted, options);
  }
  if (op == "~" || op == "~>") {
    return tilde(*wanted, options);
  }
  if (wanted->known < 3) {
    return around(op, *wanted, options);
  }
  if (!options.loose && wanted->decorated) {
    return std::nullopt;
  }
  constexpr std::array<std::pair<std::string_view, Op>, 5> ops{{{"<", Op::less},
                                                                {"<=", Op::at_most},
                                                                {">=", Op::at_least},
                                                                {">", Op::more},
                                                                {"=", Op::equal}}};
  const auto known =
      std::find_if(ops.begin(), ops.end(), [&](const auto& entry) { return entry.first == op; });
  return Bounds{{known == ops.end() ? Op::equal : known->second, wanted->version}};
}

/// "1.2.3 - 2.0"; nothing for any other text.
std::optional<Bounds> hyphen_range(std::string_view text, NpmRangeOptions options) {
  const std::size_t dash = text.find(" - ");
  if (dash == std::string_view::npos) {
    return std::nullopt;
  }
  const auto from = read_partial_npm(base::trim(text.substr(0, dash)), options.loose);
  const auto to = read_partial_npm(base::trim(text.substr(dash + 3)), options.loose);
  if (!from || !to) {
    return std::nullopt;
  }
  Bounds bounds;
  if (from->known > 0) {
    bounds.push_back({Op::at_least, first_of(from->version, options.prereleases)});
  }
  if (to->known == 3 && (!to->version.prerelease.empty() || !options.prereleases)) {
    bounds.push_back({Op::at_most, to->version});
  } else if (to->known > 0) {
    bounds.push_back({Op::less, after(to->version, to->known)});
  }
  return bounds;
}

/// The words of a set, with the blanks behind operators taken out.
std::vector<std::string> words_of(std::string_view set) {
  std::vector<std::string> words;
  bool joins = false;
  for (std::size_t at = set.find_first_not_of(blanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(set.find_first_of(blanks, at), set.size());
    const std::string_view word = set.substr(at, end - at);
    if (joins) {
      words.back() += word;
    } else {
      words.emplace_back(word);
    }
    joins = words.back().find_first_not_of("<>=~^") == std::string::npos;
    at = set.find_first_not_of(blanks, end);
  }
  return words;
}

/// The bounds of one of the sets between `||`. Nothing when it is malformed; an empty list of
/// `alternatives` when none of its words means anything.
std::optional<std::vector<Bounds>> alternatives_of(std::string_view set, NpmRangeOptions options) {
  if (auto hyphen = hyphen_range(set, options)) {
    return std::vector<Bounds>{*std::move(hyphen)};
  }
  const auto words = words_of(set);
  Bounds all;
  bool any = words.empty();
  for (const std::string& word : words) {
    const auto bounds = comparator(word, options);
    if (!bounds && !options.loose) {
      return std::nullopt;
    }
    any = any || bounds;
    if (bounds) {
      all.insert(all.end(), bounds->begin(), bounds->end());
    }
  }
  return any ? std::vector<Bounds>{std::move(all)} : std::vector<Bounds>{};
}

std::optional<std::vector<Bounds>> read_range(std::string_view range, NpmRangeOptions options) {
  std::vector<Bounds> all;
  for (std::size_t begin = 0; begin <= range.size();) {
    const std::size_t end = std::min(range.find("||", begin), range.size());
    auto some = alternatives_of(base::trim(range.substr(begin, end - begin)), options);
    if (!some) {
      return std::nullopt;
    }
    std::move(some->begin(), some->end(), std::back_inserter(all));
    begin = end + 2;
  }
  return all.empty() ? std::nullopt : std::optional(std::move(all));
}

/// A pre-release is meant only where one of the same version is named.
bool is_meant(const NpmVersion& version, const Bounds& bounds, NpmRangeOptions options) {
  return version.prerelease.empty() || options.prereleases
         || std::any_of(bounds.begin(), bounds.end(), [&](const Bound& bound) {
              return !bound.version.prerelease.empty() && bound.version.number == version.number;
            });
}

bool all_hold(const NpmVersion& version, const Bounds& bounds, NpmRangeOptions options) {
  return std::all_of(bounds.begin(), bounds.end(),
                     [&](const Bound& bound) { return holds(bound, version); })
         && is_meant(version, bounds, options);
}

std::string text_of(const NpmVersion& version) {
  const auto& [major, minor, patch] = version.number;
  const std::string numbers =
      std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  return version.prerelease.empty() ? numbers : numbers + "-" + version.prerelease;
}

} // namespace

std::optional<bool> npm_satisfies(std::string_view version_text, std::string_view range,
                                  NpmRangeOptions options) {
  const auto version = read_npm_version(version_text, options.loose);
  const auto all = read_range(range, options);
  if (!version || !all) {
    return std::nullopt;
  }
  return std::any_of(all->begin(), all->end(),
                     [&](const Bounds& bounds) { return all_hold(*version, bounds, options); });
}

std::optional<std::string> npm_range_end(std::string_view version_text, std::string_view range,
                                         NpmRangeOptions options) {
  const auto version = read_npm_version(version_text, options.loose);
  std::optional<NpmVersion> end;
  for (const Bounds& bounds : read_range(range, options).value_or(std::vector<Bounds>{})) {
    const bool inside = version && all_hold(*version, bounds, options);
    for (const Bound& bound : inside ? bounds : Bounds{}) {
      // "-0" stands for a border, not for a version that somebody released.
      const bool ends = bound.op == Op::less && bound.version.prerelease != "0";
      if (ends && (!end || compare_npm(bound.version, *end) < 0)) {
        end = bound.version;
      }
    }
  }
  return end ? std::optional(text_of(*end)) : std::nullopt;
}

} // namespace secaudit::project::manifests
