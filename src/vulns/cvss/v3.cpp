// SPDX-License-Identifier: Apache-2.0
// CVSS 3.0 and 3.1, https://www.first.org/cvss/v3.1/specification-document section 7 and appendix
// A.
#include "vulns/cvss/cvss.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace secaudit::vulns::cvss {
namespace {

using Weights = std::initializer_list<std::pair<std::string_view, double>>;

/// Weights of a metric that "not defined" makes neutral.
double optional_weight(const Metrics& m, std::string_view name, Weights weights) {
  const auto metric = m.find(name);
  if (metric != m.end()) {
    for (const auto& [value, w] : weights) {
      if (value == metric->second) {
        return w;
      }
    }
  }
  return 1;
}

/// The base metrics, or the modified ones where they are defined.
class Values {
 public:
  Values(const Metrics& metrics, bool modified) : metrics_(metrics), modified_(modified) {}

  std::string_view of(std::string_view name) const {
    if (modified_) {
      const auto changed = metrics_.find("M" + std::string(name));
      if (changed != metrics_.end() && changed->second != "X") {
        return changed->second;
      }
    }
    return metrics_.find(name)->second;
  }

  double weight(std::string_view name, Weights weights) const {
    for (const auto& [value, w] : weights) {
      if (value == of(name)) {
        return w;
      }
    }
    return 0;
  }

  bool scope_changed() const { return of("S") == "C"; }
  double impact(std::string_view name) const {
    return weight(name, {{"H", 0.56}, {"L", 0.22}, {"N", 0}});
  }

  double exploitability() const {
    const bool changed = scope_changed();
    return 8.22 * weight("AV", {{"N", 0.85}, {"A", 0.62}, {"L", 0.55}, {"P", 0.2}})
           * weight("AC", {{"L", 0.77}, {"H", 0.44}})
           * weight("PR", {{"N", 0.85}, {"L", changed ? 0.68 : 0.62}, {"H", changed ? 0.5 : 0.27}})
           * weight("UI", {{"N", 0.85}, {"R", 0.62}});
  }

 private:
  const Metrics& metrics_;
  bool modified_;
};

/// Appendix A of 3.1: to the next tenth, in integers, so that binary fractions do not push a score
/// up. 3.0 left it to the arithmetic.
double round_up(double x, bool minor_one) {
  if (!minor_one) {
    return std::ceil(std::round(x * 1e9) / 1e8) / 10;
  }
  const auto scaled = std::llround(x * 100000);
  return scaled % 10000 == 0 ? static_cast<double>(scaled) / 100000
                             : (std::floor(static_cast<double>(scaled) / 10000) + 1) / 10;
}

int tenths(double x) {
  return static_cast<int>(std::lround(x * 10));
}

double temporal_factor(const Metrics& m) {
  return optional_weight(m, "E", {{"F", 0.97}, {"P", 0.94}, {"U", 0.91}})
         * optional_weight(m, "RL", {{"W", 0.97}, {"T", 0.96}, {"O", 0.95}})
         * optional_weight(m, "RC", {{"R", 0.96}, {"U", 0.92}});
}

double base_score(const Values& v, bool minor_one) {
  const double iss = 1 - (1 - v.impact("C")) * (1 - v.impact("I")) * (1 - v.impact("A"));
  const double impact =
      v.scope_changed() ? 7.52 * (iss - 0.029) - 3.25 * std::pow(iss - 0.02, 15) : 6.42 * iss;
  if (impact <= 0) {
    return 0;
  }
  const double sum = (impact + v.exploitability()) * (v.scope_changed() ? 1.08 : 1);
  return round_up(std::min(sum, 10.0), minor_one);
}

double environmental_score(const Metrics& m, bool minor_one) {
  const Values v(m, true);
  const auto required = [&](std::string_view name, std::string_view requirement) {
    return v.impact(name) * optional_weight(m, requirement, {{"H", 1.5}, {"L", 0.5}});
  };
  const double miss = std::min(
      1 - (1 - required("C", "CR")) * (1 - required("I", "IR")) * (1 - required("A", "AR")), 0.915);
  double impact = 6.42 * miss;
  if (v.scope_changed()) {
    impact = minor_one ? 7.52 * (miss - 0.029) - 3.25 * std::pow(miss * 0.9731 - 0.02, 13)
                       : 7.52 * (miss - 0.029) - 3.25 * std::pow(miss - 0.02, 15);
  }
  if (impact <= 0) {
    return 0;
  }
  const double sum = (impact + v.exploitability()) * (v.scope_changed() ? 1.08 : 1);
  return round_up(round_up(std::min(sum, 10.0), minor_one) * temporal_factor(m), minor_one);
}

/// One of the metrics is defined.
bool has_any(const Metrics& m, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    const auto metric = m.find(name);
    return metric != m.end() && metric->second != "X";
  });
}

} // namespace

CvssScore score_v3(const Metrics& m, bool minor_one) {
  const double plain = base_score(Values(m, false), minor_one);
  CvssScore score{tenths(plain), std::nullopt, std::nullopt};
  if (has_any(m, {"E", "RL", "RC"})) {
    score.temporal = tenths(round_up(plain * temporal_factor(m), minor_one));
  }
  if (has_any(m, {"CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA"})) {
    score.environmental = tenths(environmental_score(m, minor_one));
  }
  return score;
}

} // namespace secaudit::vulns::cvss
