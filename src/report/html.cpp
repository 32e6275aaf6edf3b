// SPDX-License-Identifier: Apache-2.0
#include "report/html.hpp"

#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/text.hpp"

#include <algorithm>
#include <set>

namespace secaudit::report {
namespace {

Html t(std::string_view untrusted) {
  return Html::text(untrusted);
}

Html cell(const Html& content) {
  return Html("<td>") + content + "</td>";
}

Html code(std::string_view text) {
  return text.empty() ? Html() : Html("<code>") + t(text) + "</code>";
}

/// The word itself tells it; the colour only helps.
Html word(std::string_view text) {
  return Html("<span class=\"word ") + t(text) + "\">" + t(text) + "</span>";
}

std::string excerpt_of(const model::Evidence& evidence) {
  if (const auto* source = std::get_if<model::SourceEvidence>(&evidence)) {
    return source->excerpt;
  }
  if (const auto* config = std::get_if<model::ImageConfigEvidence>(&evidence)) {
    return config->value;
  }
  if (const auto* command = std::get_if<model::CommandEvidence>(&evidence)) {
    return base::join(command->argv, " ");
  }
  return {};
}

Html evidence_table(const std::vector<model::Evidence>& list) {
  if (list.empty()) {
    return {};
  }
  Html out("<table>\n");
  for (const model::Evidence& evidence : list) {
    out += Html("<tr>") + cell(code(model::place_of(evidence))) + cell(code(excerpt_of(evidence)))
           + "</tr>\n";
  }
  return out + "</table>\n";
}

Html item_details(const model::ChecklistItem& item) {
  Html out = Html("<details><summary>") + word(model::status_word(item.verdict)) + " " + t(item.id)
             + " " + t(item.title) + " – " + t(item.summary)
             + (item.attestation ? Html(" (attested)") : Html()) + "</summary>\n";
  if (item.reason != item.summary) {
    out += Html("<p>") + t(item.reason) + "</p>\n";
  }
  out += evidence_table(item.evidence);
  if (!item.absent.empty()) {
    out += Html("<p>Looked for and not found: ") + t(base::join(item.absent, ", ")) + "</p>\n";
  }
  if (!item.next_step.empty()) {
    out += Html("<p>Next: ") + code(item.next_step) + "</p>\n";
  }
  if (!item.rules.empty()) {
    out += Html("<p>Decided by ") + t(base::join(item.rules, ", ")) + "</p>\n";
  }
  return out + "</details>\n";
}

Html checklist(const std::vector<model::ChecklistItem>& items, const Html& heading) {
  if (items.empty()) {
    return {};
  }
  Html out = Html("<h2>") + heading + "</h2>\n<p>" + t(verdict_line(items)) + "</p>\n";
  for (const model::ChecklistItem& item : items) {
    out += item_details(item);
  }
  return out;
}

Html gap_box(const model::Report& report) {
  if (report.gaps.empty()) {
    return {};
  }
  Html out("<div class=\"box\"><p>Not checked</p>\n<ul>\n");
  for (const model::Gap& gap : report.gaps) {
    out += Html("<li>") + code(gap.what) + ": " + t(gap.why)
           + (gap.hint.empty() ? Html() : Html("; ") + t(gap.hint)) + "</li>\n";
  }
  return out + "</ul></div>\n";
}

Html rule_help(const model::Report& report, const std::string& id) {
  const auto found = report.rules.find(id);
  if (found == report.rules.end() || found->second.why.empty()) {
    return {};
  }
  return Html("<pre>") + Html::lines(found->second.why) + "</pre>\n";
}

Html finding_details(const model::Report& report, const model::Finding& finding) {
  const std::string due = due_text(finding, report.as_of);
  Html out = Html("<details><summary>") + word(model::to_string(finding.severity)) + " "
             + t(finding.rule) + " " + t(finding.title) + " – " + code(place(finding))
             + (due.empty() ? Html() : Html(", ") + t(due)) + "</summary>\n<p>" + t(finding.message)
             + "</p>\n" + evidence_table(finding.evidence);
  if (!finding.remedy.empty()) {
    out += Html("<p>Fix: ") + t(finding.remedy) + "</p>\n";
  }
  out += rule_help(report, finding.rule);
  if (!finding.controls.empty()) {
    out += Html("<p>") + t(base::join(finding.controls, ", ")) + "</p>\n";
  }
  return out + "</details>\n";
}

/// Services in their order, then whatever else findings are about.
std::vector<std::string> subjects_of(const model::Report& report) {
  std::vector<std::string> names;
  for (const model::ServiceSummary& service : report.services) {
    names.push_back(service.name);
  }
  std::set<std::string> others;
  for (const model::Finding& finding : report.findings) {
    if (std::find(names.begin(), names.end(), finding.subject) == names.end()) {
      others.insert(finding.subject);
    }
  }
  names.insert(names.end(), others.begin(), others.end());
  return names;
}

Html findings(const model::Report& report) {
  const Totals total = totals(report);
  Html out = Html("<h2>Findings</h2>\n<p>critical ") + t(std::to_string(total.critical)) + ", high "
             + t(std::to_string(total.high)) + ", medium " + t(std::to_string(total.medium))
             + ", low " + t(std::to_string(total.low)) + ", info " + t(std::to_string(total.info))
             + ", waived " + t(std::to_string(total.waived)) + "</p>\n";
  for (const std::string& subject : subjects_of(report)) {
    Html group;
    for (const model::Finding& finding : report.findings) {
      if (finding.subject == subject && finding.standing == model::Standing::open) {
        group += finding_details(report, finding);
      }
    }
    if (!group.empty()) {
      out += Html("<h3>") + t(subject) + "</h3>\n" + group;
    }
  }
  return out;
}

Html calendar(const model::Report& report) {
  std::vector<const model::Finding*> due;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing == model::Standing::open && finding.due) {
      due.push_back(&finding);
    }
  }
  if (due.empty()) {
    return {};
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const auto* a, const auto* b) { return *a->due < *b->due; });
  Html out("<h2>Due</h2>\n<table>\n");
  for (const model::Finding* finding : due) {
    out += Html("<tr>") + cell(t(base::to_string(*finding->due)))
           + cell(t(due_text(*finding, report.as_of)))
           + cell(word(model::to_string(finding->severity)))
           + cell(t(finding->rule + " " + finding->title)) + cell(code(place(*finding)))
           + "</tr>\n";
  }
  return out + "</table>\n";
}

Html images(const model::Report& report) {
  if (report.images.empty()) {
    return {};
  }
  Html out("<h2>Images</h2>\n<table>\n<tr><th>image</th><th>service</th><th>system</th>"
           "<th>user</th><th>bytes</th><th>layers</th><th>packages</th></tr>\n");
  for (const model::ImageSummary& image : report.images) {
    out += Html("<tr>") + cell(code(image.reference)) + cell(t(image.service));
    if (!image.scanned) {
      out += "<td colspan=\"5\">not read completely; its content is not judged</td></tr>\n";
      continue;
    }
    out += cell(t(image.base + " " + image.platform))
           + cell(image.user.empty() ? Html("root (none set)") : t(image.user))
           + cell(t(std::to_string(image.size))) + cell(t(std::to_string(image.layers)))
           + cell(t(std::to_string(image.packages))) + "</tr>\n";
  }
  return out + "</table>\n";
}

Html waivers(const model::Report& report) {
  Html rows;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open) {
      rows += Html("<tr>") + cell(t(finding.rule + " " + finding.title))
              + cell(code(place(finding))) + cell(t(finding.standing_reason))
              + cell(finding.standing_until ? t("until " + base::to_string(*finding.standing_until))
                                            : Html())
              + "</tr>\n";
    }
  }
  return rows.empty() ? rows : Html("<h2>Waived</h2>\n<table>\n") + rows + "</table>\n";
}

} // namespace

std::string html(const model::Report& report) {
  Html page("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; img-src data:\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>docker-secaudit: ");
  page += t(report.title) + "</title>\n" + page_style() + "</head>\n<body>\n<h1>" + t(report.title)
          + "</h1>\n<p>docker-secaudit " + t(report.tool_version) + ", "
          + t(base::to_string(report.as_of));
  if (!report.services.empty()) {
    page += Html(", ") + t(counted(report.services.size(), "service"));
  }
  if (!report.images.empty()) {
    page += Html(", ") + t(counted(report.images.size(), "image"));
  }
  page += "</p>\n";
  if (!report.checklist.empty()) {
    page += Html("<p class=\"verdict\">") + t(conclusion(report)) + "</p>\n";
  }
  page += gap_box(report) + checklist(report.checklist, Html("Production deployment checklist"))
          + calendar(report) + findings(report) + images(report)
          + checklist(report.hardening, Html("Hardening")) + waivers(report) + "</body>\n</html>\n";
  return page.str();
}

} // namespace secaudit::report
