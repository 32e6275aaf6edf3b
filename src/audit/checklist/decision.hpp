// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// One reason for a verdict.
struct Ground {
  std::string summary; ///< short, for the evidence column
  std::string reason;  ///< a whole sentence; the summary when empty
  std::vector<model::Evidence> evidence;
  std::string next_step;
};

/// Everything found about one item, before the general order picks the verdict. An item's decision
/// fills in what applies; nothing filled in means failed for lack of evidence, with `missing`.
struct Grounds {
  std::optional<Ground> inapplicable; ///< the subject does not exist
  std::optional<Ground> contrary;     ///< evidence in force against it
  std::optional<Ground> strong;       ///< covers every subject
  std::optional<Ground> partial;      ///< some subjects, or qualities missing
  std::optional<Ground> weak;         ///< hints, or evidence that must lie elsewhere
  std::optional<Ground> unreadable;   ///< what was to be looked at could not be
  Ground missing;                     ///< what to say and do when there is nothing
  std::vector<std::string> absent;    ///< looked for and not found
  std::vector<std::string> rules;     ///< rules whose outcome decided
  std::vector<std::string> subjects;  ///< services that a scoped attestation has to name
  bool attestable = true;             ///< false where the item reads its attestations itself (C1)
};

/// The verdict by the general order: not applicable, contrary evidence, strong, partial,
/// attestation, weak, unreadable, else failed (rules/checklist-and-proxy.md section 2). A waiver of
/// the item (a suppression that names it) turns a failure into a warning.
model::ChecklistItem decide(std::string_view id, std::string_view title, Grounds grounds,
                            const Policy& policy);

/// The valid attestation of an item: the newest that is in force on the policy's day and covers
/// `subjects`; nullptr when there is none.
const Attestation* valid_attestation(std::string_view item,
                                     const std::vector<std::string>& subjects,
                                     const Policy& policy);

/// Why there is no attestation although one was written: "attestation by X expired 12 days ago".
std::vector<std::string> failed_attestations(std::string_view item, const Policy& policy);

/// The newest attestation of an item when its day has passed, else nullptr.
const Attestation* expired_attestation(std::string_view item, const Policy& policy);

/// What is to be said beside an attestation in force: evidence that changed, an end that is near.
std::string notes_on(const Attestation& attestation, base::Date today);

model::AttestationEvidence evidence_of(const Attestation& attestation);

} // namespace secaudit::audit
