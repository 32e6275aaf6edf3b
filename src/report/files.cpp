// SPDX-License-Identifier: Apache-2.0
// The files of security-reports/.
#include "base/text.hpp"
#include "report/lines.hpp"
#include "report/summary.hpp"
#include "report/writers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace secaudit::report {
namespace {

using model::Report;

/// A file name made of a foreign one: nothing but letters, digits, `-`, `_` and `.`, never hidden,
/// never long.
std::string safe_name(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, 100)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                       || c == '-' || c == '_' || (c == '.' && !result.empty());
    result += plain ? c : '_';
  }
  return result.empty() ? "unnamed" : result;
}

using Wanted = std::function<bool(const model::Finding&)>;

void write_findings(Lines& out, const Report& report, const Wanted& wanted) {
  std::size_t count = 0;
  for (const model::Finding& finding : report.findings) {
    if (!wanted(finding)) {
      continue;
    }
    ++count;
    const std::string due = finding.due ? "   due " + base::to_string(*finding.due) : "";
    const std::string standing =
        finding.standing == model::Standing::open ? "" : "   waived: " + finding.standing_reason;
    out.text(fmt::format("{:<8} {}  {}{}{}", model::to_string(finding.severity), finding.rule,
                         finding.title, due, standing))
        .end();
    out.paragraph(finding.message, 9);
    for (const model::Evidence& evidence : finding.evidence) {
      out.blank(9).text("at   " + evidence_line(evidence)).end();
    }
    out.paragraph("fix: " + finding.remedy, 9).end();
  }
  if (count == 0) {
    out.text("Nothing was found.").end();
  }
}

void write_gaps(Lines& out, const Report& report, std::string_view what, std::string_view none) {
  bool any = false;
  for (const model::Gap& gap : report.gaps) {
    if (what.empty() || base::contains(gap.what, what) || base::contains(gap.stage, what)) {
      out.paragraph("Not checked: " + gap.stage + " " + gap.what + ": " + gap.why, 0);
      any = true;
    }
  }
  if (!any && !none.empty()) {
    out.paragraph(none, 0);
  }
}

Lines start(const Report& report, std::string_view title) {
  Lines out(false, true, 0);
  out.text(fmt::format("{}: {}", report.title, title)).end();
  out.text(fmt::format("docker-secaudit {}, {}, report {}", report.tool_version,
                       base::to_string(report.as_of), report.report_id.substr(0, 8)))
      .end()
      .end();
  return out;
}

std::string service_report(const Report& report, const model::ServiceSummary& service) {
  Lines out = start(report, "service " + service.name);
  out.text("image: " + service.image + (service.built ? " (built by the project)" : "")).end();
  for (const model::ImageSummary& image : report.images) {
    if (image.service == service.name) {
      out.text(fmt::format("read: {}  {}  {}  user \"{}\"  {} layers  {} packages  {} bytes{}",
                           image.config_digest, image.platform, image.base, image.user,
                           image.layers, image.packages, image.size,
                           image.scanned ? "" : "  NOT READ TO ITS END"))
          .end();
    }
  }
  out.end();
  const std::string image_name = service.image;
  write_findings(out, report, [&](const model::Finding& finding) {
    return finding.subject == service.name || finding.subject == image_name;
  });
  write_gaps(out, report, service.name, {});
  return out.take();
}

bool is_secret(const model::Finding& finding) {
  return finding.rule.starts_with("SE")
         || std::find(finding.items.begin(), finding.items.end(), "H13") != finding.items.end();
}

bool is_dependency(const model::Finding& finding, std::string_view manifest) {
  return finding.rule.starts_with("DE") && !finding.evidence.empty()
         && base::contains(model::place_of(finding.evidence.front()), manifest);
}

std::string topic(const Report& report, std::string_view title, const Wanted& wanted,
                  std::string_view gap_word, std::string_view note) {
  Lines out = start(report, title);
  write_findings(out, report, wanted);
  out.end();
  write_gaps(out, report, gap_word, note);
  return out.take();
}

} // namespace

std::map<std::string, std::string> report_files(const Report& report) {
  std::map<std::string, std::string> files;
  TerminalStyle style;
  style.columns = 0;
  style.verbose = true;
  style.all = true;
  files["summary.txt"] = terminal(report, style);
  files["report.json"] = json(report);
  for (const model::ServiceSummary& service : report.services) {
    files[safe_name(service.name) + "-report.txt"] = service_report(report, service);
  }
  files["secrets-scan.txt"] = topic(report, "secrets", is_secret, "secret", {});
  constexpr std::string_view no_advisories = "Known vulnerabilities were not looked up in this "
                                             "run: no advisory database and no scanner was used.";
  files["python-dependencies.txt"] = topic(
      report, "Python dependencies",
      [](const model::Finding& f) {
        return is_dependency(f, "requirements") || is_dependency(f, "pyproject");
      },
      "pip", no_advisories);
  files["npm-audit.txt"] = topic(
      report, "npm dependencies",
      [](const model::Finding& f) { return is_dependency(f, "package"); }, "npm", no_advisories);
  return files;
}

} // namespace secaudit::report
