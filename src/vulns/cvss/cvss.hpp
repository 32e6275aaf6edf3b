// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

/// Scores in tenths (98 = 9.8). A group that the vector does not touch has no score. CVSS 4.0 knows
/// one score only, which takes every metric into account; it is in `base`.
struct CvssScore {
  int base = 0;
  std::optional<int> temporal;
  std::optional<int> environmental;

  /// The most specific score of the vector.
  int most_specific() const { return environmental ? *environmental : temporal ? *temporal : base; }
};

/// Reads and scores a vector of CVSS 2.0 (no prefix, parentheses allowed), 3.0, 3.1 or 4.0. The
/// error says what is wrong.
base::Result<CvssScore> cvss_score(std::string_view vector);

/// NONE, LOW, MEDIUM, HIGH, CRITICAL: the qualitative scale of CVSS 3 and 4.
std::string_view cvss_severity(int tenths);

namespace cvss {

/// Metric → value, "AV" → "N".
using Metrics = std::map<std::string, std::string, std::less<>>;

/// A metric that a version knows: its values, and whether a vector must name it.
struct Metric {
  std::string_view name;
  std::string_view values; ///< separated by blanks
  bool mandatory = false;
};

CvssScore score_v2(const Metrics& metrics);
CvssScore score_v3(const Metrics& metrics, bool minor_one);
int score_v4(const Metrics& metrics);

} // namespace cvss
} // namespace secaudit::vulns
