// SPDX-License-Identifier: Apache-2.0
#include "plugin/outcome.hpp"

#include "audit/audit.hpp"

#include <algorithm>

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

model::Report with_severities(model::Report report, const std::vector<std::string>& severities) {
  if (!severities.empty()) {
    std::erase_if(report.findings, [&](const model::Finding& finding) {
      return std::find(severities.begin(), severities.end(), model::to_string(finding.severity))
             == severities.end();
    });
  }
  return report;
}

bool is_unusable(const model::Project& project) {
  return std::any_of(project.diagnostics.begin(), project.diagnostics.end(),
                     [&](const model::Diagnostic& diagnostic) {
                       return diagnostic.malformed
                              || (diagnostic.fatal && project.services.empty());
                     });
}

model::Report without_unfixed(model::Report report) {
  std::erase_if(report.findings, [](const model::Finding& finding) {
    return finding.vulnerability != nullptr && !finding.vulnerability->fixed;
  });
  return report;
}

namespace {

/// A project was to be looked at as a whole, and a row of its checklist could not be decided. With
/// files only, by `check` or --no-images, rows that only images decide were not asked for.
bool undecided(const model::Report& report) {
  return report.kind == "compose" && !report.images.empty()
         && std::any_of(report.checklist.begin(), report.checklist.end(),
                        [](const auto& item) { return item.verdict == model::Verdict::unknown; });
}

} // namespace

int exit_code_of(const model::Report& report, const std::string& fail_on) {
  const auto level = model::parse_severity(fail_on);
  if (level && audit::reaches(report, *level)) {
    return exit_codes::findings;
  }
  const bool unchecked = std::any_of(report.gaps.begin(), report.gaps.end(),
                                     [](const model::Gap& gap) { return !gap.advisory; });
  return unchecked || undecided(report) ? exit_codes::unchecked : exit_codes::clean;
}

} // namespace secaudit::plugin
