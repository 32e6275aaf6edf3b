// SPDX-License-Identifier: Apache-2.0
// CVSS 4.0, https://www.first.org/cvss/v4.0/specification-document section 8, in integers
// throughout: scores in tenths, distances in steps, fractions over their common denominator. So a
// tie is a tie and is rounded up.
#include "vulns/cvss/cvss.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace secaudit::vulns::cvss {
namespace {

/// Scores of the macro vectors, in the order EQ1 (3), EQ2 (2), EQ3+EQ6 (00 01 10 11 21), EQ4 (3),
/// EQ5 (3).
constexpr std::array<int, 270> macro_scores{
    100, 98, 95, 100, 93, 91, 93, 89, 81, 99, 95, 92, 96, 87, 81, 90, 80, 68, 98, 95, 90, 93, 89,
    81,  88, 78, 69,  95, 92, 84, 92, 81, 65, 80, 70, 48, 92, 82, 72, 79, 69, 50, 69, 55, 27, 99,
    95,  92, 95, 90,  84, 92, 82, 72, 97, 92, 85, 91, 83, 71, 81, 71, 53, 95, 92, 85, 92, 80, 70,
    84,  71, 50, 93,  85, 73, 82, 72, 59, 70, 52, 30, 86, 75, 52, 71, 52, 29, 63, 29, 17, 98, 94,
    91,  94, 86, 77,  87, 74, 63, 95, 87, 81, 89, 74, 64, 75, 63, 49, 94, 88, 76, 86, 74, 59, 72,
    57,  52, 89, 77,  67, 76, 58, 50, 57, 52, 25, 83, 70, 54, 65, 58, 26, 53, 21, 13, 95, 88, 76,
    90,  75, 61, 77,  68, 52, 90, 76, 70, 77, 62, 53, 66, 59, 30, 89, 76, 62, 74, 57, 47, 61, 57,
    24,  78, 67, 58,  59, 57, 23, 52, 29, 16, 71, 59, 30, 58, 26, 15, 23, 13, 6,  93, 86, 75, 86,
    74,  56, 70, 52,  40, 87, 72, 58, 74, 61, 34, 54, 40, 22, 85, 74, 62, 72, 55, 46, 53, 34, 19,
    75,  55, 51, 57,  41, 19, 36, 19, 8,  64, 51, 20, 47, 21, 11, 24, 9,  4,  88, 73, 60, 73, 59,
    41,  54, 45, 20,  75, 53, 50, 55, 40, 20, 43, 22, 11, 75, 58, 40, 61, 48, 20, 46, 17, 8,  55,
    45,  21, 51, 18,  9,  18, 7,  2,  53, 24, 14, 24, 12, 5,  10, 3,  1};

/// The metrics that distances are measured in, worst value first. SC stands one step lower than SI
/// and SA, which know "safety".
struct Scale {
  std::string_view name;
  std::string_view values;
};
constexpr std::array<Scale, 14> scales{{{"AV", "NALP"},
                                        {"PR", "NLH"},
                                        {"UI", "NPA"},
                                        {"AC", "LH"},
                                        {"AT", "NP"},
                                        {"VC", "HLN"},
                                        {"VI", "HLN"},
                                        {"VA", "HLN"},
                                        {"CR", "HML"},
                                        {"IR", "HML"},
                                        {"AR", "HML"},
                                        {"SC", "SHLN"},
                                        {"SI", "SHLN"},
                                        {"SA", "SHLN"}}};

constexpr std::array<std::size_t, 5> group_begin{0, 3, 5, 11, 14};

/// The worst vectors of each class, as the letters of its group's metrics in the order of `scales`.
const std::vector<std::string_view>& worst_vectors(std::size_t group, int value) {
  static const std::array<std::vector<std::vector<std::string_view>>, 4> table{{
      {{"NNN"}, {"ANN", "NLN", "NNP"}, {"PNN", "ALP"}},
      {{"LN"}, {"HN", "LP"}},
      {{"HHHHHH"},
       {"HHLMMH", "HHHMMM"},
       {"LHHHHH", "HLHHHH"},
       {"LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"},
       {"LLLHHH"}},
      {{"HSS"}, {"HHH"}, {"LLL"}},
  }};
  return table[group][static_cast<std::size_t>(value)];
}

/// Steps between the worst and the mildest vector of a class.
constexpr std::array<std::array<int, 5>, 4> depths{
    {{1, 4, 5}, {1, 2}, {7, 6, 8, 8, 10}, {6, 5, 4}}};
constexpr int common_denominator = 840; // of 1, 2, 4, 5, 6, 7, 8 and 10

/// The value in force: modified metrics over base ones, "not defined" as the worst.
char value_of(const Metrics& m, std::string_view name) {
  const auto modified = m.find("M" + std::string(name));
  if (modified != m.end() && modified->second != "X") {
    return modified->second.front();
  }
  const auto metric = m.find(name);
  const char value = metric == m.end() ? 'X' : metric->second.front();
  if (value != 'X') {
    return value;
  }
  return name == "E" ? 'A' : 'H';
}

/// Class of each group: EQ1, EQ2, EQ3 with EQ6, EQ4, EQ5.
using Classes = std::array<int, 5>;

int eq3_and_eq6(const Metrics& m) {
  const bool vc = value_of(m, "VC") == 'H';
  const bool vi = value_of(m, "VI") == 'H';
  const bool va = value_of(m, "VA") == 'H';
  const int eq3 = vc && vi ? 0 : vc || vi || va ? 1 : 2;
  const bool required = (value_of(m, "CR") == 'H' && vc) || (value_of(m, "IR") == 'H' && vi)
                        || (value_of(m, "AR") == 'H' && va);
  return eq3 == 2 ? 4 : eq3 * 2 + (required ? 0 : 1);
}

Classes classify(const Metrics& m) {
  const bool av = value_of(m, "AV") == 'N';
  const bool pr = value_of(m, "PR") == 'N';
  const bool ui = value_of(m, "UI") == 'N';
  Classes c{};
  c[0] = av && pr && ui ? 0 : (av || pr || ui) && value_of(m, "AV") != 'P' ? 1 : 2;
  c[1] = value_of(m, "AC") == 'L' && value_of(m, "AT") == 'N' ? 0 : 1;
  c[2] = eq3_and_eq6(m);
  const bool safety = value_of(m, "SI") == 'S' || value_of(m, "SA") == 'S';
  const bool high =
      value_of(m, "SC") == 'H' || value_of(m, "SI") == 'H' || value_of(m, "SA") == 'H';
  c[3] = safety ? 0 : high ? 1 : 2;
  c[4] = value_of(m, "E") == 'A' ? 0 : value_of(m, "E") == 'P' ? 1 : 2;
  return c;
}

int macro_score(const Classes& c) {
  return macro_scores[static_cast<std::size_t>((((c[0] * 2 + c[1]) * 5 + c[2]) * 3 + c[3]) * 3
                                               + c[4])];
}

/// The score of the next milder class of a group; nothing when there is none.
std::optional<int> next_lower(const Classes& c, std::size_t group) {
  constexpr Classes last{2, 1, 4, 2, 2};
  if (c[group] == last[group]) {
    return std::nullopt;
  }
  const auto moved = [&](int to) {
    Classes next = c;
    next[group] = to;
    return macro_score(next);
  };
  if (group != 2) {
    return moved(c[group] + 1);
  }
  // 00 → the higher of 01 and 10; 01 → 11; 10 → 11; 11 → 21.
  if (c[2] == 0) {
    return std::max(moved(1), moved(2));
  }
  return moved(c[2] == 3 ? 4 : 3);
}

int level(std::size_t scale, char value) {
  return static_cast<int>(scales[scale].values.find(value));
}

/// Steps from the first worst vector of the class that is nowhere milder than this one.
int distance(const Metrics& m, std::size_t group, int value) {
  for (const std::string_view worst : worst_vectors(group, value)) {
    int sum = 0;
    bool above = true;
    for (std::size_t i = group_begin[group]; i < group_begin[group + 1]; ++i) {
      const int steps =
          level(i, value_of(m, scales[i].name)) - level(i, worst[i - group_begin[group]]);
      above = above && steps >= 0;
      sum += steps;
    }
    if (above) {
      return sum;
    }
  }
  return 0;
}

bool without_impact(const Metrics& m) {
  constexpr std::array<std::string_view, 6> impacts{"VC", "VI", "VA", "SC", "SI", "SA"};
  return std::all_of(impacts.begin(), impacts.end(),
                     [&](std::string_view name) { return value_of(m, name) == 'N'; });
}

} // namespace

int score_v4(const Metrics& m) {
  if (without_impact(m)) {
    return 0;
  }
  const Classes classes = classify(m);
  const int score = macro_score(classes);
  int groups = 0;
  int reduction = 0; // in tenths over common_denominator
  for (std::size_t group = 0; group < classes.size(); ++group) {
    const auto lower = next_lower(classes, group);
    if (!lower) {
      continue;
    }
    ++groups;
    if (group < depths.size()) {
      const int depth = depths[group][static_cast<std::size_t>(classes[group])];
      reduction +=
          (score - *lower) * distance(m, group, classes[group]) * (common_denominator / depth);
    }
  }
  if (groups == 0) {
    return score;
  }
  const int denominator = common_denominator * groups;
  const int rounded = (2 * (score * denominator - reduction) + denominator) / (2 * denominator);
  return std::clamp(rounded, 0, 100);
}

} // namespace secaudit::vulns::cvss
