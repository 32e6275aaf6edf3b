// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/vulnerability.hpp"
#include "rules/rule.hpp"
#include "rules/vulnerability_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

using model::Vulnerability;

std::string install_command(const model::Manifest& manifest, const Vulnerability& v,
                            const std::string& version) {
  const std::string& kind = manifest.kind;
  if (kind == "npm") {
    return v.via.empty() ? "run `npm install " + v.package + "@" + version + "`"
                         : "run `npm update " + v.package + "`; if " + v.via
                               + " does not allow it, upgrade " + v.via + " or add an override";
  }
  if (kind == "go") {
    return "run `go get " + v.package + "@v" + version + " && go mod tidy`";
  }
  if (kind == "cargo") {
    return "run `cargo update -p " + v.package + " --precise " + version + "`";
  }
  if (kind == "composer") {
    return "run `composer update " + v.package + " --with-all-dependencies`";
  }
  if (kind == "gem") {
    return "run `bundle update " + v.package + "`";
  }
  return "set " + v.package + "==" + version + " and lock anew";
}

std::string remedy_of(const model::Manifest& manifest, const Vulnerability& v) {
  if (std::string text = without_fix(v); !text.empty()) {
    return text;
  }
  return "Upgrade " + v.package + " to " + target_version(v) + ": "
         + install_command(manifest, v, target_version(v)) + ".";
}

bool looked_at(const model::Manifest& manifest, const Context& context) {
  const auto& subjects = context.subjects;
  const bool own =
      std::any_of(subjects.coverage.begin(), subjects.coverage.end(), [&](const auto& coverage) {
        return coverage.subject == manifest.file.str() && coverage.not_covered.empty();
      });
  return own
         || std::any_of(subjects.scanner_runs.begin(), subjects.scanner_runs.end(),
                        [&](const model::ScannerRun& run) {
                          return run.service.empty() && run.subject == manifest.file.str()
                                 && (run.state == model::ScanState::ok
                                     || run.state == model::ScanState::findings);
                        });
}

Verdict check(const model::Manifest& manifest, const Context& context) {
  std::vector<Issue> issues;
  for (const Vulnerability& v : context.subjects.vulnerabilities) {
    if (v.manifest != manifest.file.str()) {
      continue;
    }
    Issue issue = vulnerability_issue(std::make_shared<const Vulnerability>(v));
    if (v.development && issue.severity > Severity::medium) {
      // It runs on the machines that build, not in production.
      issue.severity = Severity::medium;
      issue.message += " A development dependency.";
    }
    const model::Span span = v.span.known() ? v.span : model::Span{manifest.file, {1, 1}, {1, 1}};
    issue.evidence = {at(span, v.package + " " + v.version),
                      model::PackageEvidence{v.purl, v.path, std::nullopt}};
    if (!v.via.empty()) {
      issue.evidence.push_back(model::NoteEvidence{"brought by " + v.via});
    }
    for (const std::string& text : v.disagreed) {
      issue.evidence.push_back(model::NoteEvidence{"the sources differ: " + text});
    }
    issue.remedy = remedy_of(manifest, v);
    issues.push_back(std::move(issue));
  }
  if (!issues.empty() || looked_at(manifest, context)) {
    return from_issues(std::move(issues), "no known fault in what it pins");
  }
  const bool pins = !manifest.locked.empty()
                    || std::any_of(manifest.requirements.begin(), manifest.requirements.end(),
                                   [](const model::Requirement& r) { return r.pinned; });
  return pins ? unknown("no vulnerability data were consulted for what it pins")
              : not_applicable("it pins no version");
}

} // namespace

Rule DE102() {
  return {.id = "DE102",
          .name = "vulnerable-dependency",
          .title = "Dependency with a known vulnerability",
          .severity = Severity::high,
          .items = {"C2"},
          .controls = {"OWASP A06:2021"},
          .tags = {"dependencies", "vulnerability"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
