// SPDX-License-Identifier: Apache-2.0
// cvss/*.jsonl: vectors with their scores, and vectors that must be accepted or refused.
#include "vulns/cvss/cvss.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <fstream>
#include <optional>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

std::optional<int> tenths(const boost::json::value& row, std::string_view key) {
  const boost::json::value* value = base::find(row, key);
  if (value == nullptr || value->is_null()) {
    return std::nullopt;
  }
  return static_cast<int>(std::lround(value->to_number<double>() * 10));
}

bool agrees(const boost::json::value& row, const base::Result<vulns::CvssScore>& score) {
  if (!score) {
    return false;
  }
  if (base::find(row, "score") != nullptr) {
    return score->most_specific() == tenths(row, "score");
  }
  return score->base == tenths(row, "base") && score->temporal == tenths(row, "temporal")
         && score->environmental == tenths(row, "environmental");
}

} // namespace

Score cvss(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path corpora =
      std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  score.absent = !std::filesystem::exists(corpora / "cvss");
  for (const char* name : {"v2", "v3.0", "v3.1", "v4.0", "invalid"}) {
    std::ifstream in(corpora / "cvss" / (std::string(name) + ".jsonl"));
    for (std::string text; std::getline(in, text);) {
      const auto row = base::parse_json(text);
      if (!row || base::find(*row, "disputed") != nullptr) {
        continue;
      }
      // Parser cases of version 4 hold vectors of other versions, which are valid as such.
      const bool other_version = base::string_at(*row, "src").ends_with("v4_error")
                                 && !base::string_at(*row, "vector").starts_with("CVSS:4.0/");
      if (other_version) {
        continue;
      }
      const auto computed = vulns::cvss_score(base::text_at(*row, "vector"));
      const auto valid = base::boolean_at(*row, "valid");
      const bool good = valid ? computed.has_value() == *valid : agrees(*row, computed);
      score.check(good, text.substr(0, 200)
                            + (computed ? " is " + std::to_string(computed->base) : " is refused"));
    }
  }
  return score;
}

} // namespace secaudit::corpus
