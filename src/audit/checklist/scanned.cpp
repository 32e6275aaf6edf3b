// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/scanned.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace secaudit::audit {
namespace {

using model::ScannerRun;
using model::ScanState;

bool audited(const ScannerRun& run) {
  return run.state == ScanState::ok || run.state == ScanState::findings;
}

bool scanned(const Known& known, const std::string& subject) {
  const auto& runs = known.subjects.scanner_runs;
  return std::any_of(runs.begin(), runs.end(),
                     [&](const ScannerRun& run) { return run.subject == subject && audited(run); });
}

const model::VulnerabilityCoverage* coverage_of(const Known& known, const std::string& subject) {
  for (const model::VulnerabilityCoverage& each : known.subjects.coverage) {
    if (each.subject == subject) {
      return &each;
    }
  }
  return nullptr;
}

bool pins_anything(const model::Manifest& manifest) {
  return !manifest.locked.empty()
         || std::any_of(manifest.requirements.begin(), manifest.requirements.end(),
                        [](const auto& requirement) { return requirement.pinned; });
}

/// What is missing of a subject; "" when it was looked at in full.
std::string hole_of(const Known& known, const std::string& subject) {
  if (scanned(known, subject)) {
    return {};
  }
  const auto* coverage = coverage_of(known, subject);
  if (coverage == nullptr) {
    return subject;
  }
  return coverage->not_covered.empty()
             ? std::string()
             : subject + " (" + base::join(coverage->not_covered, ", ") + ")";
}

} // namespace

bool anything_looked_up(const Known& known) {
  const auto& runs = known.subjects.scanner_runs;
  return !known.subjects.coverage.empty()
         || std::any_of(runs.begin(), runs.end(),
                        [](const ScannerRun& run) { return run.state != ScanState::not_audited; });
}

std::vector<std::string> not_covered(const Known& known) {
  std::set<std::string> holes;
  for (const model::ImageUse& use : known.subjects.images) {
    const std::string hole =
        use.image ? hole_of(known, use.reference) : use.reference + " (not read)";
    if (!hole.empty()) {
      holes.insert(hole);
    }
  }
  for (const model::Manifest& manifest : known.subjects.manifests) {
    const std::string hole = pins_anything(manifest) ? hole_of(known, manifest.file.str()) : "";
    if (!hole.empty()) {
      holes.insert(hole);
    }
  }
  // A distribution without updates has no advisories either: silence proves nothing.
  for (const model::Finding* finding : outcomes_of(known, {"IM601"}).open) {
    holes.insert(finding->subject + " (its distribution gets no updates any more)");
  }
  // What was looked up without being among the subjects' files (tests, single images).
  for (const model::VulnerabilityCoverage& each : known.subjects.coverage) {
    if (!each.not_covered.empty() && !scanned(known, each.subject)) {
      holes.insert(each.subject + " (" + base::join(each.not_covered, ", ") + ")");
    }
  }
  return {holes.begin(), holes.end()};
}

std::vector<std::string> failed_runs(const Known& known) {
  std::set<std::string> failed;
  for (const ScannerRun& run : known.subjects.scanner_runs) {
    if (run.state == ScanState::not_audited) {
      failed.insert(run.title + " (" + run.reason + ")");
    }
  }
  return {failed.begin(), failed.end()};
}

std::vector<const model::Finding*> ended_bases(const Known& known) {
  std::vector<const model::Finding*> ended;
  for (const model::Finding* finding :
       outcomes_of(known, {"DF101", "DF102", "DF103", "DF104", "IM1*", "IM601"}).open) {
    const bool over = base::contains_ignoring_case(finding->title, "end of life")
                      || base::contains_ignoring_case(finding->message, "end of life")
                      || base::contains_ignoring_case(finding->message, "no longer");
    if (over && !finding->evidence.empty()) {
      ended.push_back(finding);
    }
  }
  return ended;
}

int data_age(const Known& known) {
  const auto& data = known.subjects.advisory_data;
  const auto built = data ? base::parse_date(data->built) : std::nullopt;
  return built ? std::max(0, base::days_between(*built, known.policy.as_of)) : 0;
}

} // namespace secaudit::audit
