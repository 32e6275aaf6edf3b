// SPDX-License-Identifier: Apache-2.0
// The answer of a search for secrets and of the pre-push hook: the findings one by one, no
// checklist.
#include "report/terminal_parts.hpp"
#include "report/text.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

constexpr std::size_t severity_width = 10;
constexpr std::size_t places_in_full = 5;
constexpr std::size_t shown_digits = 12;

/// "git show COMMIT:PATH" behind a place of history.
std::string commit_of(const model::Evidence* evidence) {
  const auto* command =
      evidence == nullptr ? nullptr : std::get_if<model::CommandEvidence>(evidence);
  if (command == nullptr || command->argv.size() != 3 || command->argv[1] != "show") {
    return {};
  }
  const std::string& object = command->argv[2];
  return object.substr(0, std::min(object.find(':'), shown_digits));
}

void write_places(const model::Finding& finding, Canvas& canvas) {
  const bool all = canvas.style().verbose;
  std::size_t shown = 0;
  std::size_t hidden = 0;
  for (std::size_t i = 0; i < finding.evidence.size(); ++i) {
    if (std::holds_alternative<model::CommandEvidence>(finding.evidence[i])) {
      continue;
    }
    if (!all && shown == places_in_full) {
      ++hidden;
      continue;
    }
    ++shown;
    const auto* next = i + 1 < finding.evidence.size() ? &finding.evidence[i + 1] : nullptr;
    const std::string commit = commit_of(next);
    canvas.line(std::string(4, ' ') + model::place_of(finding.evidence[i])
                + (commit.empty() ? "" : "  commit " + commit));
  }
  if (hidden > 0) {
    canvas.line(std::string(4, ' ') + "and " + counted(hidden, "more place") + "; -v shows "
                + (hidden == 1 ? "it" : "them"));
  }
}

void write_one(const model::Finding& finding, Canvas& canvas) {
  canvas.status(2, model::to_string(finding.severity), severity_width,
                finding.title + " (" + finding.rule + ")");
  write_places(finding, canvas);
  canvas.paragraph(finding.message, 4);
  if (!finding.remedy.empty()) {
    canvas.paragraph("fix: " + finding.remedy, 4);
  }
}

} // namespace

void write_list(const model::Report& report, Canvas& canvas) {
  canvas.line("docker-secaudit " + report.tool_version + "   " + report.title + "   "
              + base::to_string(report.as_of));
  std::size_t remarks = 0;
  for (const model::Finding& finding : report.findings) {
    const bool remark = finding.severity == model::Severity::info && !canvas.style().all;
    remarks += remark ? 1 : 0;
    if (finding.standing == model::Standing::open && !remark) {
      write_one(finding, canvas);
    }
  }
  const Totals total = totals(report);
  const std::size_t open = total.critical + total.high + total.medium + total.low + total.info;
  if (open == 0 && report.gaps.empty()) {
    canvas.line("Nothing found" + std::string(total.waived > 0 ? " that is not waived" : ""));
  } else {
    canvas.line("critical " + std::to_string(total.critical) + "   high "
                + std::to_string(total.high) + "   medium " + std::to_string(total.medium)
                + "   low " + std::to_string(total.low) + "   waived "
                + std::to_string(total.waived)
                + (remarks == 0 ? "" : "   " + counted(remarks, "remark") + " (--all)"));
  }
  write_gaps(report, canvas);
}

} // namespace secaudit::report
