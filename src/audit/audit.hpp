// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/document_ages.hpp"
#include "model/report.hpp"
#include "model/subjects.hpp"
#include "rules/catalogue.hpp"
#include "rules/surroundings.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::audit {

/// A decision of the team not to act on findings, from `.secaudit.yaml` or a comment beside the
/// line.
struct Suppression {
  std::string rule;    ///< "CO101", may end in `*`
  std::string subject; ///< service or path, "" = any
  std::string path;    ///< pattern of the file of the finding's place, "" = any
  std::string reason;  ///< mandatory
  std::optional<base::Date> until;
  model::Span span;  ///< where it is written
  int line = 0;      ///< inline comments: the line it stands for; 0 = any
  int last_line = 0; ///< of several lines; 0 = the one
  /// Written in a Dockerfile: for us, or for another tool, whose findings we do not know.
  enum class Comment { none, own, foreign } comment = Comment::none;
};

struct Attestation {
  std::string item; ///< C1…C12, H1…H16
  std::vector<std::string> scope;
  std::string statement, by, evidence, report;
  std::string evidence_sha256; ///< of an evidence file when it was attested
  std::string problem;         ///< why it does not count, found by whoever read it; "" = it does
  std::string note;            ///< to be told beside it, such as a changed evidence file
  base::Date on, expires;
  model::Span span;
};

/// What earlier runs knew of a finding.
struct Past {
  base::Date first;
  std::optional<model::Severity> severity; ///< at the last sight
  std::optional<base::Date> due;           ///< where a raised severity had moved it
  bool gone = false;                       ///< not seen for so long that its clock starts anew
};

/// Days until a finding of a severity is due; nothing: when convenient (W10 of the reference).
struct DueDays {
  std::optional<int> critical = 0;
  std::optional<int> high = 7;
  std::optional<int> medium = 30;
  std::optional<int> low;
  bool pause_without_fix = false; ///< a vulnerability without a fix has no due date

  std::optional<int> of(model::Severity severity) const;
};

struct Policy {
  base::Date as_of;
  bool strict = false;
  std::vector<Suppression> suppressions;
  std::vector<Attestation> attestations;
  std::map<std::string, Past> past; ///< by fingerprint
  DueDays due_days;
  model::DocumentAges ages; ///< of SECURITY.md, plans and runbooks
  rules::Surroundings surroundings;
};

/// Runs every rule on every subject, decides the checklist, and puts the findings in order.
model::Report run(const model::Subjects& subjects, const std::vector<rules::Entry>& catalogue,
                  const Policy& policy);

/// True when an open finding is at or above `fail_on`; a finding past its due date counts one level
/// higher than its own (rules/checklist-and-proxy.md 4.2).
bool reaches(const model::Report& report, model::Severity fail_on);

} // namespace secaudit::audit
