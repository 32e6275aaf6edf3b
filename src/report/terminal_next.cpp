// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "report/terminal_parts.hpp"
#include "report/text.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

// A screen's worth; the steps of the checklist are shown all the same, they are what makes it
// ready.
constexpr std::size_t most_steps = 12;
constexpr std::size_t least_rule_steps = 3;

/// What cannot wait comes first: failures, then what could not be decided, then the rest.
int urgency(model::Verdict verdict) {
  switch (verdict) {
  case model::Verdict::fail:
    return 0;
  case model::Verdict::unknown:
    return 1;
  case model::Verdict::warn:
    return 2;
  case model::Verdict::attest:
    return 3;
  case model::Verdict::pass:
  case model::Verdict::not_applicable:
    return 4;
  }
  return 4;
}

struct Step {
  std::string id;
  std::string text;
  std::string place;
  std::size_t more = 0; ///< findings of the same rule elsewhere
};

std::string first_place(const model::ChecklistItem& item) {
  for (const model::Evidence& evidence : item.evidence) {
    if (!std::holds_alternative<model::NoteEvidence>(evidence)) {
      return model::place_of(evidence);
    }
  }
  return {};
}

bool is_open(const model::ChecklistItem& item) {
  return urgency(item.verdict) < 4;
}

/// The step of every open item, what cannot wait first.
std::vector<Step> item_steps(const model::Report& report) {
  std::vector<const model::ChecklistItem*> items;
  for (const model::ChecklistItem& item : report.checklist) {
    if (is_open(item)) {
      items.push_back(&item);
    }
  }
  std::stable_sort(items.begin(), items.end(), [](const auto* a, const auto* b) {
    return urgency(a->verdict) < urgency(b->verdict);
  });
  std::vector<Step> steps;
  for (const model::ChecklistItem* item : items) {
    std::string text = item->next_step.empty() ? "not decided: " + item->summary : item->next_step;
    steps.push_back({item->id, std::move(text), first_place(*item)});
  }
  return steps;
}

/// An open item says the same: its step is the finding's, or it names the finding's place.
bool served(const model::Finding& finding, const model::Report& report) {
  return std::any_of(
      report.checklist.begin(), report.checklist.end(), [&](const model::ChecklistItem& item) {
        if (!is_open(item)) {
          return false;
        }
        if (item.next_step == finding.remedy) {
          return true;
        }
        const bool named =
            std::find(finding.items.begin(), finding.items.end(), item.id) != finding.items.end();
        const std::string where = place(finding);
        return named
               && std::any_of(
                   item.evidence.begin(), item.evidence.end(),
                   [&](const model::Evidence& each) { return model::place_of(each) == where; });
      });
}

/// Critical and high findings that no item speaks of: one step a rule, the worst first.
std::vector<Step> rule_steps(const model::Report& report) {
  std::vector<Step> steps;
  for (const model::Severity severity : {model::Severity::critical, model::Severity::high}) {
    for (const model::Finding& finding : report.findings) {
      if (finding.standing != model::Standing::open || finding.severity != severity
          || finding.remedy.empty() || served(finding, report)) {
        continue;
      }
      const auto same = std::find_if(steps.begin(), steps.end(), [&](const Step& each) {
        return each.id == finding.rule || each.text == finding.remedy;
      });
      if (same == steps.end()) {
        steps.push_back({finding.rule, finding.remedy, place(finding)});
      } else {
        ++same->more;
      }
    }
  }
  return steps;
}

/// One step: wrapped under itself, with its place, so that nothing of it is cut off.
void write_step(const Step& step, std::size_t number, Canvas& canvas) {
  const std::string head =
      (number < 10 ? "  " : " ") + std::to_string(number) + " " + padded(step.id, 6);
  const std::string margin(head.size(), ' ');
  std::vector<std::string> lines{base::printable(step.text)};
  if (canvas.cutting()) {
    lines = base::wrap(lines.front(),
                       canvas.columns() > head.size() + 10 ? canvas.columns() - head.size() : 10);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    canvas.line((i == 0 ? head : margin) + lines[i]);
  }
  std::string where = step.text.find(step.place) == std::string::npos ? step.place : "";
  if (step.more > 0) {
    where += (where.empty() ? "and " : " and ") + std::to_string(step.more) + " more like it";
  }
  if (!where.empty()) {
    canvas.line(margin + where);
  }
}

void write_gap(const model::Gap& gap, std::size_t more, Canvas& canvas) {
  std::string text = gap.what.empty() ? gap.stage : gap.what;
  text += ": " + gap.why;
  if (gap.span.known()) {
    text += "  " + model::to_string(gap.span);
  }
  canvas.paragraph(text, 2);
  if (more > 0) {
    canvas.line("    and " + counted(more, "more consequence") + " of the same place");
  }
  if (!gap.hint.empty()) {
    canvas.paragraph(gap.hint, 4);
  }
}

} // namespace

void write_next(const model::Report& report, Canvas& canvas) {
  const std::vector<Step> items = item_steps(report);
  const std::vector<Step> rules = rule_steps(report);
  if (items.empty() && rules.empty()) {
    return;
  }
  canvas.blank();
  canvas.line("Next");
  std::size_t number = 0;
  for (const Step& step : items) {
    write_step(step, ++number, canvas);
  }
  const std::size_t room =
      std::max(least_rule_steps, most_steps > items.size() ? most_steps - items.size() : 0);
  const std::size_t shown = canvas.style().verbose ? rules.size() : std::min(room, rules.size());
  for (std::size_t i = 0; i < shown; ++i) {
    write_step(rules[i], ++number, canvas);
  }
  if (shown < rules.size()) {
    canvas.line("  and " + counted(rules.size() - shown, "more step") + "; -v shows all");
  }
}

namespace {

void write_gaps(const model::Report& report, bool advisory, std::string_view title,
                Canvas& canvas) {
  if (std::none_of(report.gaps.begin(), report.gaps.end(),
                   [&](const model::Gap& gap) { return gap.advisory == advisory; })) {
    return;
  }
  canvas.blank();
  canvas.line(title);
  // One place with several consequences, such as an anchor that many services use, is told once.
  std::vector<std::pair<const model::Gap*, std::size_t>> told;
  for (const model::Gap& gap : report.gaps) {
    if (gap.advisory != advisory) {
      continue;
    }
    const auto same = std::find_if(told.begin(), told.end(), [&](const auto& each) {
      return gap.span.known() && each.first->stage == gap.stage && each.first->span == gap.span;
    });
    if (same == told.end() || canvas.style().verbose) {
      told.emplace_back(&gap, 0);
    } else {
      ++same->second;
    }
  }
  for (const auto& [gap, more] : told) {
    write_gap(*gap, more, canvas);
  }
}

} // namespace

void write_gaps(const model::Report& report, Canvas& canvas) {
  write_gaps(report, false, "Not checked", canvas);
  write_gaps(report, true, "Suppressions without effect", canvas);
}

} // namespace secaudit::report
