// SPDX-License-Identifier: Apache-2.0
#include "report/fold.hpp"

#include <algorithm>
#include <map>

namespace secaudit::report {

std::vector<Fold> fold(const model::Report& report, bool with_info) {
  std::map<std::pair<int, std::string>, Fold> folds;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open
        || (finding.severity == model::Severity::info && !with_info)) {
      continue;
    }
    Fold& entry = folds[{-static_cast<int>(finding.severity), finding.rule}];
    entry.rule = finding.rule;
    entry.title = finding.title;
    entry.severity = finding.severity;
    entry.findings.push_back(&finding);
  }
  std::vector<Fold> result;
  for (auto& [key, entry] : folds) {
    result.push_back(std::move(entry));
  }
  return result;
}

std::size_t count_open(const model::Report& report, model::Severity severity) {
  return static_cast<std::size_t>(
      std::count_if(report.findings.begin(), report.findings.end(), [&](const model::Finding& f) {
        return f.standing == model::Standing::open && f.severity == severity;
      }));
}

} // namespace secaudit::report
