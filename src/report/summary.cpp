// SPDX-License-Identifier: Apache-2.0
#include "report/summary.hpp"

#include "report/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace secaudit::report {
namespace {

using model::Verdict;

std::size_t count(const std::vector<model::ChecklistItem>& items, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      items.begin(), items.end(), [&](const auto& item) { return item.verdict == verdict; }));
}

void add(std::string& text, std::size_t number, std::string_view word, std::string_view many) {
  if (number > 0) {
    text += fmt::format(", {} {}", number, number == 1 ? word : many);
  }
}

std::string first_place(const std::vector<model::Evidence>& evidence) {
  return evidence.empty() ? std::string() : model::place_of(evidence.front());
}

} // namespace

std::string verdict_counts(const std::vector<model::ChecklistItem>& items) {
  std::string text = fmt::format("{} of {} satisfied", count(items, Verdict::pass), items.size());
  add(text, count(items, Verdict::fail), "failed", "failed");
  add(text, count(items, Verdict::warn), "warning", "warnings");
  add(text, count(items, Verdict::attest), "needs attestation", "need attestation");
  add(text, count(items, Verdict::unknown), "unknown", "unknown");
  add(text, count(items, Verdict::not_applicable), "not applicable", "not applicable");
  return text;
}

DueCounts due_counts(const model::Report& report) {
  DueCounts counts;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open || !finding.due) {
      continue;
    }
    const int days = base::days_between(report.as_of, *finding.due);
    std::size_t& counter = days < 0    ? counts.overdue
                           : days == 0 ? counts.today
                           : days <= 7 ? counts.week
                                       : counts.month;
    ++counter;
  }
  return counts;
}

std::vector<Step> next_steps_of(const model::Report& report) {
  std::vector<Step> steps;
  for (const Fold& entry : fold(report, false)) {
    if (entry.severity == model::Severity::critical) {
      steps.push_back(
          {entry.rule, entry.findings.front()->remedy, place_line(*entry.findings.front())});
    }
  }
  for (const Verdict verdict : {Verdict::fail, Verdict::unknown, Verdict::warn, Verdict::attest}) {
    for (const model::ChecklistItem& item : report.checklist) {
      if (item.verdict == verdict && !item.next_step.empty()) {
        steps.push_back({item.id, item.next_step, first_place(item.evidence)});
      }
    }
  }
  return steps;
}

Conclusion conclude(const model::Report& report) {
  const std::size_t failed = count(report.checklist, Verdict::fail);
  const std::size_t severe =
      count_open(report, model::Severity::critical) + count_open(report, model::Severity::high);
  const std::size_t open = count(report.checklist, Verdict::unknown);
  if (failed > 0 || severe > 0) {
    return {Verdict::fail,
            fmt::format(
                "Not ready for production: {} of {} checklist items failed, {} critical or high "
                "finding{}.",
                failed, report.checklist.size(), severe, severe == 1 ? "" : "s")};
  }
  if (open > 0 || !report.gaps.empty()) {
    return {
        Verdict::unknown,
        fmt::format("Not decided: nothing critical or high was found, but {} of {} items could not "
                    "be checked.",
                    open, report.checklist.size())};
  }
  const std::size_t asked =
      count(report.checklist, Verdict::attest) + count(report.checklist, Verdict::warn);
  if (asked > 0) {
    return {Verdict::warn,
            fmt::format("Nearly ready: nothing failed; {} of {} items want attention.", asked,
                        report.checklist.size())};
  }
  return {Verdict::pass, "Ready for production: every item that applies is satisfied."};
}

std::string place_line(const model::Finding& finding) {
  const std::string place = first_place(finding.evidence);
  return place.empty() ? finding.subject : place;
}

std::string evidence_line(const model::Evidence& evidence) {
  std::string line = model::place_of(evidence);
  if (const auto* source = std::get_if<model::SourceEvidence>(&evidence);
      source != nullptr && !source->excerpt.empty()) {
    line += line.empty() ? source->excerpt : "  " + source->excerpt;
  } else if (const auto* config = std::get_if<model::ImageConfigEvidence>(&evidence);
             config != nullptr) {
    line += " = " + config->value;
  } else if (const auto* file = std::get_if<model::ImageFileEvidence>(&evidence);
             file != nullptr && !file->mode.empty()) {
    line += " mode " + file->mode + " owner " + file->owner;
  } else if (const auto* attestation = std::get_if<model::AttestationEvidence>(&evidence);
             attestation != nullptr) {
    line += " on " + base::to_string(attestation->on) + " until "
            + base::to_string(attestation->expires) + ": " + attestation->statement;
  }
  return line;
}

} // namespace secaudit::report
