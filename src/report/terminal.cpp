// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"
#include "base/text.hpp"
#include "report/fold.hpp"
#include "report/lines.hpp"
#include "report/summary.hpp"
#include "report/writers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace secaudit::report {
namespace {

using model::Report;
using model::Severity;
using Style = Lines::Style;

constexpr int narrow = 60;
constexpr std::size_t most_steps = 5;
constexpr std::size_t most_places = 3;
constexpr std::array<Severity, 4> told{Severity::critical, Severity::high, Severity::medium,
                                       Severity::low};

std::string plural(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

void header(Lines& out, const Report& report) {
  std::string extent;
  if (report.kind == "image") {
    extent = plural(report.images.size(), "image");
  } else {
    extent =
        plural(report.services.size(), "service") + ", " + plural(report.images.size(), "image");
  }
  out.text("docker-secaudit " + report.tool_version, Style::bold)
      .blank(3)
      .text(report.title)
      .blank(3);
  out.text(extent).blank(3).text(base::to_string(report.as_of)).end().end();
}

void item_line(Lines& out, const model::ChecklistItem& item, const TerminalStyle& style) {
  out.blank(2)
      .cell(model::status_word(item.verdict), 4, style_of(item.verdict))
      .blank(2)
      .cell(item.id, 4);
  if (style.columns > 0 && style.columns < narrow) {
    out.text(item.title).end();
    out.blank(12).text(item.summary).end();
    return;
  }
  out.cell(item.title, 35).blank().text(item.summary).end();
}

void item_details(Lines& out, const model::ChecklistItem& item) {
  if (!item.reason.empty()) {
    out.paragraph(item.reason, 12);
  }
  for (const model::Evidence& evidence : item.evidence) {
    out.blank(12).text("- " + evidence_line(evidence), Style::dim).end();
  }
  for (const std::string& absent : item.absent) {
    out.paragraph("looked for, not found: " + absent, 12, Style::dim);
  }
  if (!item.next_step.empty()) {
    out.paragraph("next: " + item.next_step, 12);
  }
}

void checklist(Lines& out, const Report& report, const TerminalStyle& style) {
  out.text("Production deployment checklist", Style::bold).end();
  for (const model::ChecklistItem& item : report.checklist) {
    item_line(out, item, style);
    if (style.verbose) {
      item_details(out, item);
    }
  }
  out.blank(12).text(verdict_counts(report.checklist)).end().end();
}

void hardening(Lines& out, const Report& report, const TerminalStyle& style) {
  if (!style.verbose) {
    return;
  }
  out.text("Hardening", Style::bold).end();
  for (const model::ChecklistItem& item : report.hardening) {
    item_line(out, item, style);
    item_details(out, item);
  }
  out.end();
}

/// "db, web and 2 more"
std::string subjects_of(const Fold& fold) {
  std::vector<std::string> names;
  for (const model::Finding* finding : fold.findings) {
    if (std::find(names.begin(), names.end(), finding->subject) == names.end()) {
      names.push_back(finding->subject);
    }
  }
  const std::size_t shown = std::min(names.size(), most_places);
  std::string text =
      base::join({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown)}, ", ");
  return names.size() > shown ? fmt::format("{} and {} more", text, names.size() - shown) : text;
}

void folded_finding(Lines& out, const Fold& fold) {
  const model::Finding& first = *fold.findings.front();
  const std::string count =
      fold.findings.size() > 1 ? fmt::format(" ({}×)", fold.findings.size()) : "";
  out.blank(2)
      .cell(model::to_string(fold.severity), 8, style_of(fold.severity))
      .blank()
      .cell(fold.rule, 6);
  out.text(fold.title + count + ": " + subjects_of(fold)).end();
  if (fold.severity < Severity::high) {
    out.blank(17).text(place_line(first), Style::dim).end();
    return;
  }
  for (std::size_t i = 0; i < std::min(fold.findings.size(), most_places); ++i) {
    const model::Finding& finding = *fold.findings[i];
    out.paragraph(finding.message, 17);
    out.blank(17).text(place_line(finding), Style::dim).end();
  }
  if (!first.remedy.empty()) {
    out.paragraph("fix: " + first.remedy, 17);
  }
}

void findings(Lines& out, const Report& report, const TerminalStyle& style) {
  out.cell("Findings", 14, Style::bold);
  for (const Severity severity : told) {
    const std::size_t count = count_open(report, severity);
    out.text(fmt::format("{} {}", model::to_string(severity), count),
             count > 0 ? style_of(severity) : Style::dim)
        .blank(3);
  }
  const auto waived =
      std::count_if(report.findings.begin(), report.findings.end(), [](const model::Finding& f) {
        return f.standing == model::Standing::suppressed;
      });
  if (waived > 0) {
    out.text(fmt::format("waived {}", waived));
  }
  out.end();
  for (const Fold& entry : fold(report, style.all)) {
    folded_finding(out, entry);
  }
  const std::size_t info = count_open(report, Severity::info);
  if (info > 0 && !style.all) {
    out.blank(2)
        .text(fmt::format("and {} for information (--all shows them)", info), Style::dim)
        .end();
  }
  out.end();
}

void due(Lines& out, const Report& report) {
  const DueCounts counts = due_counts(report);
  if (counts.total() == 0) {
    return;
  }
  out.cell("Due", 14, Style::bold);
  out.text(fmt::format("overdue {}   today {}   within 7 days {}   within 30 days {}",
                       counts.overdue, counts.today, counts.week, counts.month),
           counts.overdue > 0 ? Style::red : Style::plain);
  out.end().end();
}

void next_steps(Lines& out, const Report& report) {
  const std::vector<Step> steps = next_steps_of(report);
  if (steps.empty()) {
    return;
  }
  out.text("Next", Style::bold).end();
  for (std::size_t i = 0; i < std::min(steps.size(), most_steps); ++i) {
    out.blank(2).cell(std::to_string(i + 1), 2).cell(steps[i].item, 4).text(steps[i].text).end();
    if (!steps[i].place.empty()) {
      out.blank(8).text(steps[i].place, Style::dim).end();
    }
  }
  out.end();
}

void gaps(Lines& out, const Report& report) {
  if (report.gaps.empty()) {
    return;
  }
  out.text(fmt::format("Not checked ({})", report.gaps.size()), Style::bold).end();
  for (const model::Gap& gap : report.gaps) {
    const std::string place = gap.span.known() ? model::to_string(gap.span) + ": " : "";
    out.paragraph(gap.stage + " " + gap.what + ": " + place + gap.why, 2, Style::yellow);
    if (!gap.hint.empty()) {
      out.paragraph(gap.hint, 4);
    }
  }
  out.end();
}

} // namespace

std::string terminal(const Report& report, const TerminalStyle& style) {
  Lines out(style.colour, style.unicode, style.columns);
  header(out, report);
  checklist(out, report, style);
  findings(out, report, style);
  hardening(out, report, style);
  due(out, report);
  next_steps(out, report);
  gaps(out, report);
  if (!style.reports_directory.empty()) {
    out.cell("Reports", 14, Style::bold).text(style.reports_directory).end().end();
  }
  const Conclusion conclusion = conclude(report);
  out.paragraph(conclusion.text, 0, style_of(conclusion.verdict));
  return out.take();
}

} // namespace secaudit::report
