// SPDX-License-Identifier: Apache-2.0
#include "report/terminal_parts.hpp"
#include "report/text.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

constexpr std::size_t label_width = 14;
constexpr std::size_t severity_width = 10;
constexpr std::size_t places_in_full = 3;

std::string dues(const model::Report& report) {
  std::size_t overdue = 0;
  std::size_t today = 0;
  std::size_t week = 0;
  std::size_t month = 0;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open || !finding.due) {
      continue;
    }
    const int left = base::days_between(report.as_of, *finding.due);
    ++(left < 0 ? overdue : left == 0 ? today : left <= 7 ? week : month);
  }
  return "overdue " + std::to_string(overdue) + "   today " + std::to_string(today)
         + "   within 7 days " + std::to_string(week) + "   later " + std::to_string(month);
}

/// A label with numbers beside it, or below it where they would be cut.
void labelled(std::string_view label, const std::string& numbers, Canvas& canvas) {
  if (canvas.narrow()) {
    canvas.line(label);
    canvas.paragraph(numbers, 2);
  } else {
    canvas.line(padded(label, label_width) + numbers);
  }
}

void in_full(const Fold& fold, const model::Report& report, Canvas& canvas) {
  canvas.status(2, model::to_string(fold.severity), severity_width, headline(fold, report));
  const std::string margin(4, ' ');
  std::size_t shown = 0;
  for (const model::Finding* finding : fold.findings) {
    if (shown++ == places_in_full && !canvas.style().verbose) {
      canvas.line(margin + "and " + counted(fold.findings.size() - places_in_full, "more place"));
      break;
    }
    const std::string due = due_text(*finding, report.as_of);
    canvas.line(margin + place(*finding) + (due.empty() ? "" : "  " + due));
    canvas.paragraph(finding->message, 4);
  }
  if (!fold.findings.front()->remedy.empty()) {
    canvas.paragraph("fix: " + fold.findings.front()->remedy, 4);
  }
}

void in_one_line(const Fold& fold, const model::Report& report, Canvas& canvas) {
  canvas.status(2, model::to_string(fold.severity), severity_width, headline(fold, report));
  canvas.line(std::string(2 + severity_width, ' ') + place(*fold.findings.front())
              + (fold.findings.front()->remedy.empty() ? "" : "  ")
              + fold.findings.front()->remedy);
}

/// Who looks closely sees what was decided away, and why.
void write_waived(const model::Report& report, Canvas& canvas) {
  bool first = true;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing == model::Standing::open) {
      continue;
    }
    if (first) {
      canvas.blank();
      canvas.line("Waived");
      first = false;
    }
    canvas.status(2, model::to_string(finding.severity), severity_width,
                  finding.rule + "  " + place(finding));
    canvas.paragraph(finding.message, 4);
    const auto& until = finding.standing_until;
    canvas.paragraph("waived" + (until ? " until " + base::to_string(*until) : std::string()) + ": "
                         + finding.standing_reason,
                     4);
  }
}

} // namespace

void write_totals(const model::Report& report, Canvas& canvas) {
  const Totals total = totals(report);
  const std::string counts = "critical " + std::to_string(total.critical) + "   high "
                             + std::to_string(total.high) + "   medium "
                             + std::to_string(total.medium) + "   low " + std::to_string(total.low)
                             + "   waived " + std::to_string(total.waived);
  labelled("Findings", counts, canvas);
  labelled("Due", dues(report), canvas);
}

void write_findings(const model::Report& report, Canvas& canvas) {
  const auto all = folds(report, canvas.style().all);
  for (const Fold& fold : all) {
    if (fold.severity >= model::Severity::high || canvas.style().verbose) {
      in_full(fold, report, canvas);
    } else {
      in_one_line(fold, report, canvas);
    }
  }
  const std::size_t hidden = canvas.style().all ? 0 : totals(report).info;
  if (hidden > 0) {
    canvas.line("  " + counted(hidden, "remark") + " not shown; --all shows "
                + (hidden == 1 ? "it" : "them"));
  }
  if (canvas.style().verbose) {
    write_waived(report, canvas);
  }
}

} // namespace secaudit::report
