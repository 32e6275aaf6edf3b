// SPDX-License-Identifier: Apache-2.0
#include "secrets/judgement.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "secrets/context.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_line = 512;
constexpr std::array<std::string_view, 5> severities{"critical", "high", "medium", "low", "info"};

/// The line of `at` and the one before it, as far as they are near.
std::string_view lines_around(std::string_view text, std::size_t at) {
  const std::size_t least = at - std::min(at, longest_line);
  const std::string_view before = text.substr(least, at - least);
  const std::string_view behind = text.substr(at, longest_line);
  const std::size_t line = before.rfind('\n');
  const std::size_t previous =
      line == std::string_view::npos || line == 0 ? line : before.rfind('\n', line - 1);
  const std::size_t begin = least + (previous == std::string_view::npos ? 0 : previous);
  return text.substr(begin, at - begin + std::min(behind.find('\n'), behind.size()));
}

bool is_allowed(std::string_view lines) {
  constexpr std::array<std::string_view, 9> marks{
      "secaudit:allow",     "gitleaks:allow",    "betterleaks:allow",
      "pragma: allowlist",  "trufflehog:ignore", "ggignore",
      "secretlint-disable", "kingfisher:ignore", "# nosec"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return base::contains(lines, mark); });
}

/// Values that stand in the documentation of a product or in an emulator, by the start of their
/// SHA-256, so that the program itself carries none.
bool is_published_everywhere(std::string_view secret) {
  constexpr std::array<std::string_view, 6> known{"1a5d44a2dca19669", "78314b11be2e5815",
                                                  "0011cc25eb432071", "aa6547439583c3a2",
                                                  "2cafc0970149a84f", "a7b580d711ef2807"};
  const std::string digest = base::sha256_hex(secret).substr(0, 16);
  return std::find(known.begin(), known.end(), digest) != known.end();
}

std::string_view milder(const Match& match) {
  // A checksum says that the secret was issued: it is one wherever it stands.
  const int drop = match.confidence == Confidence::certain && match.format != "private-key"
                           && match.format != "jwt"
                       ? 1
                       : 3;
  const int rank = std::min(rank_of(match.severity) + drop, std::max(3, rank_of(match.severity)));
  return severities[static_cast<std::size_t>(rank)];
}

} // namespace

int rank_of(std::string_view severity) {
  return static_cast<int>(std::find(severities.begin(), severities.end() - 1, severity)
                          - severities.begin());
}

void judge_in_text(std::string_view text, Candidate& candidate) {
  const std::string_view secret =
      candidate.secret.empty() ? text.substr(candidate.begin, candidate.end - candidate.begin)
                               : std::string_view(candidate.secret);
  candidate.masked = base::masked(secret);
  candidate.group = std::hash<std::string_view>{}(secret);
  if (is_allowed(lines_around(text, candidate.begin))) {
    candidate.severity = "info";
    candidate.reason = "allowed by a comment beside it";
  } else if (rank_of(candidate.severity) < 3 && is_published_everywhere(secret)) {
    candidate.severity = "low";
    candidate.reason = "a documented value that everybody knows";
  }
  std::fill(candidate.secret.begin(), candidate.secret.end(), '\0');
  candidate.secret.clear();
}

std::vector<Match> settle(std::string_view path, std::vector<Candidate> candidates) {
  if (candidates.empty()) {
    return {};
  }
  const bool packaged = is_package_place(path);
  if (packaged || is_milder_place(path)) {
    for (Candidate& candidate : candidates) {
      const std::string_view severity = milder(candidate);
      if (severity != candidate.severity) {
        candidate.severity = severity;
        candidate.reason =
            packaged ? "in a file of a package" : "in a test, an example or a document";
      }
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     if (a.confidence != b.confidence) {
                       return a.confidence > b.confidence;
                     }
                     if (a.severity != b.severity) {
                       return rank_of(a.severity) < rank_of(b.severity);
                     }
                     const std::size_t length_a = a.end - a.begin;
                     const std::size_t length_b = b.end - b.begin;
                     return length_a != length_b ? length_a > length_b : a.begin < b.begin;
                   });
  // By place, none overlapping another; a file of constants has tens of thousands.
  std::map<std::size_t, Match> kept;
  for (Candidate& candidate : candidates) {
    const auto behind = kept.lower_bound(candidate.begin);
    const bool runs_into = behind != kept.end() && behind->first < candidate.end;
    const bool inside = behind != kept.begin() && std::prev(behind)->second.end > candidate.begin;
    if (!runs_into && !inside) {
      kept.emplace_hint(behind, candidate.begin, std::move(static_cast<Match&>(candidate)));
    }
  }
  std::vector<Match> matches;
  matches.reserve(kept.size());
  for (auto& [begin, match] : kept) {
    matches.push_back(std::move(match));
  }
  return matches;
}

} // namespace secaudit::secrets
