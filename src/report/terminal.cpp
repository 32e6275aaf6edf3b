// SPDX-License-Identifier: Apache-2.0
#include "report/terminal_parts.hpp"
#include "report/text.hpp"
#include "report/writers.hpp"

namespace secaudit::report {
namespace {

constexpr std::size_t label_width = 14;

void header(const model::Report& report, Canvas& canvas) {
  std::string text = "docker-secaudit";
  text += (report.tool_version.empty() ? "" : " ") + report.tool_version + "   ";
  text += report.title + "   ";
  if (!report.services.empty()) {
    text += counted(report.services.size(), "service") + ", ";
  }
  text += counted(report.images.size(), "image") + "   " + base::to_string(report.as_of);
  canvas.line(text);
}

} // namespace

std::string terminal(const model::Report& report, const TerminalStyle& style) {
  Canvas canvas(style);
  if (report.kind == "secrets" || report.kind == "push") {
    write_list(report, canvas);
    return canvas.take();
  }
  header(report, canvas);
  canvas.blank();
  write_checklist(report.checklist, "Production deployment checklist", canvas);
  if (style.verbose) {
    canvas.blank();
    write_checklist(report.hardening, "Hardening", canvas);
  }
  canvas.blank();
  write_totals(report, canvas);
  write_findings(report, canvas);
  write_next(report, canvas);
  write_gaps(report, canvas);
  canvas.blank();
  if (!style.reports_directory.empty()) {
    canvas.line(padded("Reports", label_width) + style.reports_directory);
  }
  canvas.paragraph(conclusion(report), 0);
  return canvas.take();
}

} // namespace secaudit::report
