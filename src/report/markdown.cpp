// SPDX-License-Identifier: Apache-2.0
// Markdown for the comment on a merge request or the summary of a job.
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/text.hpp"

namespace secaudit::report {
namespace {

/// Prose: nothing of it is markup, a link or a mention.
std::string prose(std::string_view text) {
  std::string out;
  for (const char c : base::printable(text)) {
    constexpr std::string_view marks = "\\`*_{}[]()#+!|~$";
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '@') {
      out += "<span>@</span>"; // else GitHub and GitLab notify whoever is called so
    } else {
      out += marks.find(c) == std::string_view::npos ? "" : "\\";
      out += c;
    }
  }
  return out;
}

/// A name or place: an element, because a span of backquotes would end at those of the text.
std::string code(std::string_view text) {
  return text.empty() ? std::string() : "<code>" + prose(text) + "</code>";
}

std::string checklist(const std::vector<model::ChecklistItem>& items, std::string_view heading) {
  if (items.empty()) {
    return {};
  }
  std::string out = "\n## " + std::string(heading) + "\n\n" + prose(verdict_line(items))
                    + "\n\n| | | item | decided from | next |\n| --- | --- | --- | --- | --- |\n";
  for (const model::ChecklistItem& item : items) {
    out += "| " + std::string(model::status_word(item.verdict)) + " | " + prose(item.id) + " | "
           + prose(item.title) + " | " + prose(item.summary) + " | " + prose(item.next_step)
           + " |\n";
  }
  return out;
}

std::string findings(const model::Report& report) {
  const Totals total = totals(report);
  std::string out = "\n## Findings\n\ncritical " + std::to_string(total.critical) + ", high "
                    + std::to_string(total.high) + ", medium " + std::to_string(total.medium)
                    + ", low " + std::to_string(total.low) + ", waived "
                    + std::to_string(total.waived) + "\n";
  std::string rows;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open || finding.severity == model::Severity::info) {
      continue;
    }
    const std::string due = due_text(finding, report.as_of);
    rows += "| " + std::string(model::to_string(finding.severity)) + " | " + prose(finding.rule)
            + " | " + prose(finding.message) + " | " + code(place(finding)) + " | "
            + prose(finding.remedy) + " | " + prose(due) + " |\n";
  }
  return rows.empty() ? out
                      : out + "\n| severity | rule | what | where | fix | due |\n"
                            + "| --- | --- | --- | --- | --- | --- |\n" + rows;
}

std::string gaps(const model::Report& report) {
  std::string out = report.gaps.empty() ? "" : "\n## Not checked\n\n";
  for (const model::Gap& gap : report.gaps) {
    out += "- " + code(gap.what) + ": " + prose(gap.why)
           + (gap.hint.empty() ? "" : "; " + prose(gap.hint)) + "\n";
  }
  return out;
}

} // namespace

std::string markdown(const model::Report& report) {
  std::string out = "# docker-secaudit: " + prose(report.title) + "\n\n";
  if (!report.checklist.empty()) {
    out += "**" + prose(conclusion(report)) + "**\n\n";
  }
  out += base::to_string(report.as_of);
  for (const auto& [count, noun] :
       {std::pair<std::size_t, std::string_view>{report.services.size(), "service"},
        {report.images.size(), "image"}}) {
    out += count == 0 ? "" : ", " + counted(count, noun);
  }
  out += "\n";
  return out + checklist(report.checklist, "Production deployment checklist") + findings(report)
         + gaps(report) + checklist(report.hardening, "Hardening");
}

} // namespace secaudit::report
