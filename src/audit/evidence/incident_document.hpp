// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/detectors.hpp"
#include "audit/evidence/document_age.hpp"
#include "model/finding.hpp"
#include "model/manifest.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::audit {

/// Phases of six that make an incident response plan (rules/checklist-and-proxy.md C11).
inline constexpr std::size_t incident_phases_needed = 4;

/// A document about security incidents, read for what matters.
struct IncidentDocument {
  model::FileName file;
  model::Evidence place;           ///< the heading of incident response, else the document
  std::vector<std::string> phases; ///< of detect, triage, contain, fix, recover, learn
  std::vector<std::string> missing_phases;
  bool contact = false;
  bool placeholder = false; ///< unfilled template
  bool linked = false;      ///< named by a README
  DocumentAge age;
  bool scanning = false, remediation = false, checklist = false; ///< for H15
};

/// The document that covers most; nothing when there is none. Its age is reckoned on `today`.
std::optional<IncidentDocument> best_incident_document(const model::ProjectTree& tree,
                                                       const Detectors& detectors,
                                                       const model::DocumentAges& ages,
                                                       base::Date today);

} // namespace secaudit::audit
