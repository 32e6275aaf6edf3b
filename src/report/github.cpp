// SPDX-License-Identifier: Apache-2.0
// Workflow commands of GitHub Actions: annotations beside the lines of a pull request.
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/places.hpp"

namespace secaudit::report {
namespace {

std::string_view command_of(model::Severity severity) {
  switch (severity) {
  case model::Severity::critical:
  case model::Severity::high:
    return "error";
  case model::Severity::medium:
    return "warning";
  case model::Severity::low:
  case model::Severity::info:
    return "notice";
  }
  return "notice";
}

/// Text behind `::`. Nothing of it can begin a command of its own.
std::string message_of(std::string_view text) {
  return base::replace_all(base::printable(text), "%", "%25");
}

std::string property(std::string_view text) {
  return base::replace_all(base::replace_all(message_of(text), ":", "%3A"), ",", "%2C");
}

std::string annotation(const model::Finding& finding) {
  const Place place = places_of(finding).front();
  std::string out = "::" + std::string(command_of(finding.severity))
                    + " title=" + property(finding.rule + " " + finding.title);
  if (place.logical.empty()) {
    out += ",file=" + property(place.file);
    if (place.begin.line > 0) {
      out += ",line=" + std::to_string(place.begin.line);
      if (place.end.line >= place.begin.line) {
        out += ",endLine=" + std::to_string(place.end.line);
      }
      if (place.begin.column > 0) {
        out += ",col=" + std::to_string(place.begin.column);
      }
    }
  }
  const std::string where = place.logical.empty() ? "" : " (" + message_of(place.logical) + ")";
  return out + "::" + message_of(finding.message) + where
         + (finding.remedy.empty() ? "" : "%0AFix: " + message_of(finding.remedy)) + "\n";
}

} // namespace

std::string github(const model::Report& report) {
  std::string out;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing == model::Standing::open) {
      out += annotation(finding);
    }
  }
  for (const model::Gap& gap : report.gaps) {
    out += "::warning title=Not checked::" + message_of(gap.what + ": " + gap.why) + "\n";
  }
  return out;
}

} // namespace secaudit::report
