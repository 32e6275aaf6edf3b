// SPDX-License-Identifier: Apache-2.0
#include "vulns/cvss/cvss.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace secaudit::vulns {
namespace {

using cvss::Metric;
using cvss::Metrics;

constexpr std::array<Metric, 14> v2_metrics{{{"AV", "L A N", true},
                                             {"AC", "H M L", true},
                                             {"Au", "M S N", true},
                                             {"C", "N P C", true},
                                             {"I", "N P C", true},
                                             {"A", "N P C", true},
                                             {"E", "U POC F H ND"},
                                             {"RL", "OF TF W U ND"},
                                             {"RC", "UC UR C ND"},
                                             {"CDP", "N L LM MH H ND"},
                                             {"TD", "N L M H ND"},
                                             {"CR", "L M H ND"},
                                             {"IR", "L M H ND"},
                                             {"AR", "L M H ND"}}};
constexpr std::array<Metric, 22> v3_metrics{
    {{"AV", "N A L P", true}, {"AC", "L H", true},  {"PR", "N L H", true}, {"UI", "N R", true},
     {"S", "U C", true},      {"C", "H L N", true}, {"I", "H L N", true},  {"A", "H L N", true},
     {"E", "X H F P U"},      {"RL", "X U W T O"},  {"RC", "X C R U"},     {"CR", "X H M L"},
     {"IR", "X H M L"},       {"AR", "X H M L"},    {"MAV", "X N A L P"},  {"MAC", "X L H"},
     {"MPR", "X N L H"},      {"MUI", "X N R"},     {"MS", "X U C"},       {"MC", "X N L H"},
     {"MI", "X N L H"},       {"MA", "X N L H"}}};
constexpr std::array<Metric, 32> v4_metrics{
    {{"AV", "N A L P", true}, {"AC", "L H", true},
     {"AT", "N P", true},     {"PR", "N L H", true},
     {"UI", "N P A", true},   {"VC", "H L N", true},
     {"VI", "H L N", true},   {"VA", "H L N", true},
     {"SC", "H L N", true},   {"SI", "H L N", true},
     {"SA", "H L N", true},   {"E", "X A P U"},
     {"CR", "X H M L"},       {"IR", "X H M L"},
     {"AR", "X H M L"},       {"MAV", "X N A L P"},
     {"MAC", "X L H"},        {"MAT", "X N P"},
     {"MPR", "X N L H"},      {"MUI", "X N P A"},
     {"MVC", "X H L N"},      {"MVI", "X H L N"},
     {"MVA", "X H L N"},      {"MSC", "X H L N"},
     {"MSI", "X S H L N"},    {"MSA", "X S H L N"},
     {"S", "X N P"},          {"AU", "X N Y"},
     {"R", "X A U I"},        {"V", "X D C"},
     {"RE", "X L M H"},       {"U", "X Clear Green Amber Red"}}};

bool allows(const Metric& metric, std::string_view value) {
  const auto values = base::split(metric.values, ' ');
  return std::find(values.begin(), values.end(), value) != values.end();
}

base::Result<Metrics> read_metrics(std::string_view text, std::span<const Metric> known,
                                   bool in_order) {
  Metrics metrics;
  std::size_t last = 0;
  for (const std::string_view part : base::split(text, '/')) {
    const std::size_t colon = part.find(':');
    const std::string_view name = part.substr(0, colon);
    const auto metric =
        std::find_if(known.begin(), known.end(), [&](const Metric& m) { return m.name == name; });
    if (colon == std::string_view::npos || metric == known.end()) {
      return base::fail("CVSS vector: unknown metric " + std::string(part));
    }
    const auto index = static_cast<std::size_t>(metric - known.begin());
    if (!allows(*metric, part.substr(colon + 1))) {
      return base::fail("CVSS vector: " + std::string(name) + " has no value "
                        + std::string(part.substr(colon + 1)));
    }
    if (in_order && !metrics.empty() && index < last) {
      return base::fail("CVSS vector: " + std::string(name) + " stands out of order");
    }
    last = index;
    if (!metrics.emplace(name, part.substr(colon + 1)).second) {
      return base::fail("CVSS vector: " + std::string(name) + " is given twice");
    }
  }
  for (const Metric& metric : known) {
    if (metric.mandatory && !metrics.contains(metric.name)) {
      return base::fail("CVSS vector: " + std::string(metric.name) + " is missing");
    }
  }
  return metrics;
}

} // namespace

base::Result<CvssScore> cvss_score(std::string_view vector) {
  if (vector.starts_with("CVSS:4.0/")) {
    return read_metrics(vector.substr(9), v4_metrics, true).map([](const Metrics& m) {
      return CvssScore{cvss::score_v4(m), std::nullopt, std::nullopt};
    });
  }
  const bool minor_one = vector.starts_with("CVSS:3.1/");
  if (minor_one || vector.starts_with("CVSS:3.0/")) {
    return read_metrics(vector.substr(9), v3_metrics, false).map([&](const Metrics& m) {
      return cvss::score_v3(m, minor_one);
    });
  }
  if (vector.starts_with('(') && vector.ends_with(')')) {
    vector = vector.substr(1, vector.size() - 2);
  }
  // A group that is given in part is scored with the rest undefined, as the guide's formulas do.
  return read_metrics(vector, v2_metrics, true).map([](const Metrics& m) {
    return cvss::score_v2(m);
  });
}

std::string_view cvss_severity(int tenths) {
  return tenths <= 0   ? "NONE"
         : tenths < 40 ? "LOW"
         : tenths < 70 ? "MEDIUM"
         : tenths < 90 ? "HIGH"
                       : "CRITICAL";
}

} // namespace secaudit::vulns
