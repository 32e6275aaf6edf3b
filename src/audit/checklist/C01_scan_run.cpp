// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/checklist/scanned.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::size_t shown_id = 8;

std::vector<std::string> unscanned(const Known& known) {
  std::vector<std::string> out;
  for (const model::ImageUse& use : known.subjects.images) {
    if (!use.image || !use.image->complete()) {
      out.push_back(use.reference);
    }
  }
  return out;
}

std::vector<model::Evidence> record(const Known& known) {
  std::vector<model::Evidence> out;
  for (const model::ImageUse& use : known.subjects.images) {
    if (use.image) {
      out.push_back(model::ImageConfigEvidence{
          use.reference, "", use.image->config_digest + (use.built_fresh ? ", built fresh" : "")});
    }
  }
  for (const model::ScannerRun& run : known.subjects.scanner_runs) {
    out.push_back(model::NoteEvidence{run.title + (run.version.empty() ? "" : " " + run.version)
                                      + " on " + run.subject + ": "
                                      + std::string(model::to_string(run.state))
                                      + (run.reason.empty() ? "" : ", " + run.reason)});
  }
  return out;
}

/// Why this run is no complete scan; "" when it is one.
std::string hole_in(const Known& known) {
  if (known.files_only()) {
    return "files only, no image was looked at";
  }
  if (known.subjects.images.empty()) {
    return "no image was looked at";
  }
  if (const auto missing = unscanned(known); !missing.empty()) {
    return "not scanned: " + listed(missing, 2);
  }
  if (!known.subjects.gaps.empty()) {
    return counted(known.subjects.gaps.size(), "part") + " could not be checked";
  }
  if (!anything_looked_up(known)) {
    const auto failed = failed_runs(known);
    return failed.empty() ? "no vulnerability scanner ran"
                          : "no vulnerability scanner audited: " + listed(failed, 2);
  }
  return "";
}

std::string step_for_hole(const Known& known) {
  if (known.files_only() || known.subjects.images.empty()) {
    return "run docker secaudit compose where a Docker Engine answers";
  }
  const auto& gaps = known.subjects.gaps;
  if (std::any_of(gaps.begin(), gaps.end(), [](const auto& gap) { return !gap.advisory; })) {
    return "mend what stands under Not checked, then run the audit again";
  }
  const auto missing = unscanned(known);
  return missing.empty()
             ? "docker secaudit db update, or install one of the scanners, then run the audit again"
             : "pull or build " + listed(missing, 2) + ", then run docker secaudit compose again";
}

const Attestation* acknowledgement(const Known& known) {
  const Attestation* best = nullptr;
  for (const Attestation& each : known.policy.attestations) {
    const bool in_force = each.item == "C1" && !each.report.empty()
                          && valid_attestation("C1", {}, known.policy)
                          && each.on <= known.policy.as_of && each.expires >= known.policy.as_of;
    if (in_force && (best == nullptr || each.on > best->on)) {
      best = &each;
    }
  }
  return best;
}

/// How the findings of now stand to a review on that day.
struct Changes {
  std::size_t later = 0;    ///< first seen after it
  std::size_t same_day = 0; ///< first seen on that day: before or after, nobody can tell
};

Changes since(const Known& known, base::Date review) {
  Changes out;
  for (const model::Finding& finding : known.judgement.findings) {
    const auto past = known.policy.past.find(finding.fingerprint);
    const bool remembered = past != known.policy.past.end() && !past->second.gone;
    const base::Date day = remembered ? past->second.first : known.policy.as_of;
    out.later += day > review ? 1U : 0U;
    out.same_day += day == review ? 1U : 0U;
  }
  return out;
}

/// Another report than the acknowledged one: fine when findings only went away since.
void compare(const Known& known, const Attestation& seen, const std::string& step,
             Grounds& grounds) {
  const Changes changes = since(known, seen.on);
  const std::string id = known.report_id.substr(0, shown_id);
  const std::string review = "review of " + base::to_string(seen.on);
  const std::string told = seen.by + " acknowledged report " + seen.report.substr(0, shown_id);
  if (changes.later == 0 && changes.same_day == 0) {
    grounds.strong = Ground{"nothing new since " + review + " by " + seen.by,
                            told + "; since then findings only went away (now " + id + ").",
                            {evidence_of(seen)},
                            ""};
    return;
  }
  const bool counted_ones = changes.later > 0 && !known.policy.past.empty();
  grounds.partial = Ground{counted_ones ? std::to_string(changes.later) + " new since " + review
                                        : "findings changed since " + review,
                           told + "; the findings are not the same any more (now " + id + ").",
                           {evidence_of(seen)},
                           step};
}

} // namespace

// Acknowledging a report does not make an incomplete scan complete, so the hole is asked first.
Grounds C1(const Known& known) {
  Grounds grounds;
  grounds.attestable = false;
  const std::string id = known.report_id.substr(0, shown_id);
  if (const int age = data_age(known); age > stale_after_days) {
    grounds.contrary = Ground{"advisory data " + std::to_string(age) + " days old",
                              "The scan used advisory data of " + std::to_string(age)
                                  + " days ago; newer faults are not in them.",
                              record(known), "docker secaudit db update, then run the audit again"};
  }
  if (const std::string hole = hole_in(known); !hole.empty()) {
    grounds.unreadable = Ground{hole, "The scan of this run is not complete: " + hole + ".",
                                record(known), step_for_hole(known)};
    return grounds;
  }
  const Attestation* seen = acknowledgement(known);
  const std::string step =
      "review the reports, then: docker secaudit attest C1 --by NAME --report " + id;
  if (seen == nullptr) {
    grounds.weak = Ground{"scanned; report " + id + " not acknowledged",
                          "Everything was scanned in this run, but nobody has acknowledged "
                          "report "
                              + id + ".",
                          record(known), step};
  } else if (known.report_id.starts_with(seen->report) && seen->report.size() >= shown_id) {
    grounds.strong = Ground{"report " + id + ", ack. " + seen->by,
                            "Scanned completely, and " + seen->by + " acknowledged report " + id
                                + " on " + base::to_string(seen->on) + ".",
                            {evidence_of(*seen)},
                            ""};
  } else {
    compare(known, *seen, step, grounds);
  }
  return grounds;
}

} // namespace secaudit::audit
