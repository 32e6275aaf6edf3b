// SPDX-License-Identifier: Apache-2.0
// Reports for the tests of the writers, made by hand.
#pragma once

#include "model/report.hpp"

#include <string>

namespace secaudit::report_test {

inline model::Evidence source(const std::string& file, int line, std::string excerpt = {}) {
  return model::SourceEvidence{{model::FileName(file), {line, 5}, {line, 20}}, std::move(excerpt)};
}

inline model::ChecklistItem row(const std::string& id, const std::string& title,
                                model::Verdict verdict, const std::string& summary,
                                const std::string& next = {},
                                std::vector<model::Evidence> evidence = {}) {
  model::ChecklistItem out;
  out.id = id;
  out.title = title;
  out.verdict = verdict;
  out.summary = summary;
  out.reason = summary;
  out.next_step = next;
  out.evidence = std::move(evidence);
  return out;
}

inline model::Finding finding(const std::string& rule, const std::string& subject,
                              model::Severity severity, const std::string& title, int line) {
  model::Finding out;
  out.rule = rule;
  out.title = title;
  out.subject = subject;
  out.severity = severity;
  out.message = "The service " + subject + " is concerned.";
  out.remedy = "set the key of " + subject;
  out.evidence = {source("compose.yaml", line, subject + ":")};
  out.fingerprint = "0123456789abcdef";
  return out;
}

inline model::Report empty_report() {
  model::Report out;
  out.tool_version = "0.1.0";
  out.title = "nothing";
  out.kind = "files";
  out.as_of = {2026, 11, 25};
  out.report_id = std::string(64, '0');
  for (int i = 1; i <= 12; ++i) {
    out.checklist.push_back(
        row("C" + std::to_string(i), "Item", model::Verdict::not_applicable, "nothing there"));
  }
  for (int i = 1; i <= 16; ++i) {
    out.hardening.push_back(
        row("H" + std::to_string(i), "Row", model::Verdict::not_applicable, "nothing there"));
  }
  return out;
}

/// Something of every kind: verdicts, severities, dates, waivers, gaps, evidence.
inline model::Report full_report() {
  using model::Severity;
  using model::Verdict;
  model::Report out = empty_report();
  out.title = "finance_tracker";
  out.kind = "compose";
  out.report_id = "3b1c9f02" + std::string(56, 'a');
  out.services = {{"backend", "finance-backend", true, true},
                  {"db", "postgres:16-alpine", false, true},
                  {"frontend", "finance-frontend", true, true}};
  out.images = {{"finance-backend", "backend", "sha256:" + std::string(64, 'b'), "linux/amd64",
                 "Debian GNU/Linux 12 (bookworm)", "app", 130000000, 8, 92, true, true},
                {"postgres:16-alpine", "db", "", "", "", "", 0, 0, 0, false, false}};
  out.checklist[0] =
      row("C1", "Security scan run, reports reviewed", Verdict::pass, "report 3b1c9f02, ack. jane");
  out.checklist[1] = row("C2", "CRITICAL and HIGH addressed", Verdict::fail,
                         "1 CRITICAL due today, 2 HIGH", "update openssl 3.0.15 to 3.0.16",
                         {model::PackageEvidence{"pkg:deb/debian/openssl@3.0.15", "", 0}});
  out.checklist[2] =
      row("C3", "Strong passwords in .env (16+)", Verdict::fail, "POSTGRES_PASSWORD  .env:3",
          "replace POSTGRES_PASSWORD by a random value of 24 characters or more",
          {source(".env", 3, "POSTGRES_PASSWORD=hu… (18 characters)")});
  out.checklist[3] = row("C4", "HTTPS", Verdict::pass, "traefik, redirect, ACME");
  out.checklist[4] = row("C5", "Database backups", Verdict::warn, "daily, same host only",
                         "copy the dumps to another place", {source("compose.yaml", 60)});
  out.checklist[9] = row("C10", "Disaster recovery tested", Verdict::attest, "no dated test",
                         "docker secaudit attest C10");
  out.checklist[9].absent = {"a scheduled job that restores"};
  out.checklist[11] = row("C12", "Image signing", Verdict::unknown, "registry not asked");
  out.hardening[2] = row("H3", "Containers run as non-root", Verdict::pass, "3 of 3 services");
  out.hardening[2].attestation =
      model::AttestationEvidence{"jane", "seen", {2026, 11, 1}, {2027, 1, 1}};

  model::Finding privileged =
      finding("CO101", "backend", Severity::critical, "Container runs privileged", 12);
  privileged.due = base::Date{2026, 11, 25};
  privileged.first_seen = base::Date{2026, 11, 25};
  model::Finding published = finding("CO301", "db", Severity::high, "Database is published", 44);
  published.due = base::Date{2026, 11, 20};
  out.findings = {privileged, published};
  for (const char* name : {"backend", "db"}) {
    out.findings.push_back(finding("CO601", name, Severity::medium, "Memory is not limited", 30));
    out.findings.back().due = base::Date{2026, 12, 25};
  }
  out.findings.push_back(finding("CO303", "frontend", Severity::low, "Low host port", 50));
  out.findings.push_back(finding("CO901", "finance_tracker", Severity::info, "Old key", 1));
  model::Finding waived = finding("CO113", "db", Severity::low, "Writable root", 40);
  waived.standing = model::Standing::suppressed;
  waived.standing_reason = "data folder";
  out.findings.push_back(waived);
  out.checks = {{"CO101", "backend", model::Outcome::fail, "", {}},
                {"CO101", "db", model::Outcome::pass, "not privileged", {}}};
  out.gaps = {{"scanner", "snyk", "not logged in", {}, "docker secaudit does not log in for you"},
              {"image",
               "db",
               "layer 2 of postgres:16-alpine could not be read to its end",
               {model::FileName("compose.yaml"), {41, 5}, {41, 9}},
               ""}};
  model::RuleHelp help;
  help.id = "CO101";
  help.name = "privileged-container";
  help.severity = Severity::critical;
  help.why = "It owns the host.";
  help.fix = "Take it out.";
  out.rules["CO101"] = help;
  return out;
}

/// Names and texts that somebody wrote to harm a reader.
inline model::Report hostile_report() {
  model::Report out = full_report();
  const std::string evil = "\x1b[2J\x1b]0;x\x07漢字漢字漢字\xe2\x80\xae\xff\n../../etc/passwd\r";
  out.title = evil;
  for (model::ServiceSummary& service : out.services) {
    service.name = evil;
  }
  for (model::Finding& finding : out.findings) {
    finding.subject = evil;
    finding.message = evil + evil + evil;
    finding.remedy = evil;
    finding.title = evil;
    finding.evidence = {source(evil, 3, evil), model::NoteEvidence{evil}};
  }
  for (model::ChecklistItem& item : out.checklist) {
    item.summary = evil + evil;
    item.reason = evil + "x";
    item.next_step = evil;
    item.absent = {evil};
  }
  for (model::Gap& gap : out.gaps) {
    gap.what = evil;
    gap.why = evil + evil;
    gap.hint = evil;
  }
  return out;
}

} // namespace secaudit::report_test
