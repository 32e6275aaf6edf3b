// SPDX-License-Identifier: Apache-2.0
#include "report/text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace secaudit::report {

using model::Severity;
using model::Verdict;

std::string counted(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count) + " " + std::string(noun);
  if (count != 1) {
    text += "s";
  }
  return text;
}

Totals totals(const model::Report& report) {
  Totals out;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open) {
      ++out.waived;
      continue;
    }
    switch (finding.severity) {
    case Severity::critical:
      ++out.critical;
      break;
    case Severity::high:
      ++out.high;
      break;
    case Severity::medium:
      ++out.medium;
      break;
    case Severity::low:
      ++out.low;
      break;
    case Severity::info:
      ++out.info;
      break;
    }
  }
  return out;
}

Verdicts verdicts(const std::vector<model::ChecklistItem>& items) {
  Verdicts out;
  for (const model::ChecklistItem& item : items) {
    switch (item.verdict) {
    case Verdict::pass:
      ++out.pass;
      break;
    case Verdict::fail:
      ++out.fail;
      break;
    case Verdict::warn:
      ++out.warn;
      break;
    case Verdict::attest:
      ++out.attest;
      break;
    case Verdict::not_applicable:
      ++out.not_applicable;
      break;
    case Verdict::unknown:
      ++out.unknown;
      break;
    }
  }
  return out;
}

std::string verdict_line(const std::vector<model::ChecklistItem>& items) {
  const Verdicts count = verdicts(items);
  std::string text = std::to_string(count.pass) + " of "
                     + std::to_string(items.size() - count.not_applicable) + " satisfied";
  const auto add = [&](std::size_t number, const std::string& words) {
    if (number > 0) {
      text += ", " + words;
    }
  };
  add(count.fail, std::to_string(count.fail) + " failed");
  add(count.warn, counted(count.warn, "warning"));
  add(count.attest,
      std::to_string(count.attest) + (count.attest == 1 ? " needs" : " need") + " attestation");
  add(count.unknown, std::to_string(count.unknown) + " unknown");
  return text;
}

namespace {

/// Of a report without a checklist.
std::string list_conclusion(const model::Report& report) {
  const Totals total = totals(report);
  const std::size_t open = total.critical + total.high + total.medium + total.low + total.info;
  if (open > 0) {
    return counted(open, "finding");
  }
  return report.gaps.empty() ? "Nothing found"
                             : "Not decided: " + counted(report.gaps.size(), "thing") + " not checked";
}

} // namespace

std::string conclusion(const model::Report& report) {
  if (report.kind == "secrets" || report.kind == "push") {
    return list_conclusion(report);
  }
  const Verdicts count = verdicts(report.checklist);
  const Totals total = totals(report);
  const std::size_t counting = report.checklist.size() - count.not_applicable;
  std::vector<std::string> against;
  if (count.fail > 0) {
    against.push_back(std::to_string(count.fail) + " of " + std::to_string(counting)
                      + (counting == 1 ? " item failed" : " items failed"));
  }
  if (total.critical > 0) {
    against.push_back(std::to_string(total.critical) + " critical");
  }
  if (total.high > 0) {
    against.push_back(std::to_string(total.high) + " high");
  }
  if (!against.empty()) {
    return "Not ready for production: " + base::join(against, ", ");
  }
  const auto unchecked = static_cast<std::size_t>(std::count_if(
      report.gaps.begin(), report.gaps.end(), [](const model::Gap& gap) { return !gap.advisory; }));
  if (count.unknown > 0 || unchecked > 0) {
    return "Not decided: " + std::to_string(count.unknown) + " of " + std::to_string(counting)
           + " items unknown, " + counted(unchecked, "thing") + " not checked";
  }
  if (count.attest > 0) {
    return "Ready once attested: " + std::to_string(count.attest)
           + (count.attest == 1 ? " item needs" : " items need") + " attestation";
  }
  if (counting == 0) {
    return "Nothing to judge: no item of the checklist applies";
  }
  return count.warn > 0 ? "Ready for production with " + counted(count.warn, "warning")
                        : "Ready for production";
}

std::vector<Fold> folds(const model::Report& report, bool all) {
  std::map<std::pair<int, std::string>, Fold> found;
  for (const model::Finding& finding : report.findings) {
    if (finding.standing != model::Standing::open || (finding.severity == Severity::info && !all)) {
      continue;
    }
    Fold& fold = found[{-static_cast<int>(finding.severity), finding.rule}];
    fold.rule = finding.rule;
    fold.title = finding.title;
    fold.severity = finding.severity;
    fold.findings.push_back(&finding);
  }
  std::vector<Fold> out;
  for (auto& [key, fold] : found) {
    std::set<std::string> subjects;
    for (const model::Finding* finding : fold.findings) {
      subjects.insert(finding->subject);
    }
    fold.subjects = subjects.size();
    out.push_back(std::move(fold));
  }
  return out;
}

std::string headline(const Fold& fold, const model::Report& report) {
  const auto active = static_cast<std::size_t>(std::count_if(
      report.services.begin(), report.services.end(), [](const auto& s) { return s.active; }));
  const std::string& subject = fold.findings.front()->subject;
  const bool is_service = std::any_of(report.services.begin(), report.services.end(),
                                      [&](const auto& service) { return service.name == subject; });
  std::string who = subject;
  if (fold.subjects > 1 && is_service && fold.subjects <= active) {
    who = std::to_string(fold.subjects) + " of " + counted(active, "service");
  } else if (fold.subjects > 1) {
    who = std::to_string(fold.subjects) + " places";
  } else if (fold.findings.size() > 1) {
    who += " (" + std::to_string(fold.findings.size()) + " times)";
  }
  return who + ": " + fold.title + " (" + fold.rule + ")";
}

std::string place(const model::Finding& finding) {
  return finding.evidence.empty() ? finding.subject : model::place_of(finding.evidence.front());
}

std::string due_text(const model::Finding& finding, base::Date today) {
  if (!finding.due) {
    return {};
  }
  const int left = base::days_between(today, *finding.due);
  if (left == 0) {
    return "due today";
  }
  const auto days = static_cast<std::size_t>(left < 0 ? -left : left);
  return (left < 0 ? "overdue " : "due in ") + counted(days, "day");
}

} // namespace secaudit::report
