// SPDX-License-Identifier: Apache-2.0
// CVSS 2.0, https://www.first.org/cvss/v2/guide section 3.2.
#include "vulns/cvss/cvss.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace secaudit::vulns::cvss {
namespace {

using Weights = std::initializer_list<std::pair<std::string_view, double>>;

double weight(const Metrics& metrics, std::string_view name, Weights weights,
              double otherwise = 1) {
  const auto metric = metrics.find(name);
  if (metric == metrics.end()) {
    return otherwise;
  }
  for (const auto& [value, w] : weights) {
    if (value == metric->second) {
      return w;
    }
  }
  return otherwise;
}

double tenth(double x) {
  return std::floor(x * 10 + 0.5 + 1e-9) / 10;
}
int tenths(double x) {
  return static_cast<int>(std::lround(x * 10));
}

double impact_of(const Metrics& m, std::string_view name) {
  return weight(m, name, {{"N", 0}, {"P", 0.275}, {"C", 0.66}});
}

double requirement(const Metrics& m, std::string_view name) {
  return weight(m, name, {{"L", 0.5}, {"M", 1}, {"H", 1.51}});
}

double exploitability(const Metrics& m) {
  return 20 * weight(m, "AV", {{"L", 0.395}, {"A", 0.646}, {"N", 1}})
         * weight(m, "AC", {{"H", 0.35}, {"M", 0.61}, {"L", 0.71}})
         * weight(m, "Au", {{"M", 0.45}, {"S", 0.56}, {"N", 0.704}});
}

double base_of(double impact, double exploit) {
  return impact == 0 ? 0 : tenth((0.6 * impact + 0.4 * exploit - 1.5) * 1.176);
}

double temporal_factor(const Metrics& m) {
  return weight(m, "E", {{"U", 0.85}, {"POC", 0.9}, {"F", 0.95}})
         * weight(m, "RL", {{"OF", 0.87}, {"TF", 0.9}, {"W", 0.95}})
         * weight(m, "RC", {{"UC", 0.9}, {"UR", 0.95}});
}

/// One of the metrics is defined.
bool has_any(const Metrics& m, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    const auto metric = m.find(name);
    return metric != m.end() && metric->second != "ND";
  });
}

} // namespace

CvssScore score_v2(const Metrics& m) {
  const double c = impact_of(m, "C");
  const double i = impact_of(m, "I");
  const double a = impact_of(m, "A");
  const double exploit = exploitability(m);
  const double base_score = base_of(10.41 * (1 - (1 - c) * (1 - i) * (1 - a)), exploit);
  CvssScore score{tenths(base_score), std::nullopt, std::nullopt};
  if (has_any(m, {"E", "RL", "RC"})) {
    score.temporal = tenths(tenth(base_score * temporal_factor(m)));
  }
  if (has_any(m, {"CDP", "TD", "CR", "IR", "AR"})) {
    const double adjusted =
        std::min(10.0, 10.41
                           * (1
                              - (1 - c * requirement(m, "CR")) * (1 - i * requirement(m, "IR"))
                                    * (1 - a * requirement(m, "AR"))));
    const double temporal = tenth(base_of(adjusted, exploit) * temporal_factor(m));
    const double damage =
        weight(m, "CDP", {{"N", 0}, {"L", 0.1}, {"LM", 0.3}, {"MH", 0.4}, {"H", 0.5}}, 0);
    const double targets = weight(m, "TD", {{"N", 0}, {"L", 0.25}, {"M", 0.75}, {"H", 1}});
    // "not defined" of CDP weighs nothing, as "none" does.
    const double known_damage =
        m.find("CDP") != m.end() && m.find("CDP")->second == "ND" ? 0 : damage;
    score.environmental = tenths(tenth((temporal + (10 - temporal) * known_damage) * targets));
  }
  return score;
}

} // namespace secaudit::vulns::cvss
