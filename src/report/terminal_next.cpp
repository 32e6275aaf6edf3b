// SPDX-License-Identifier: Apache-2.0
#include "report/terminal_parts.hpp"
#include "report/text.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

constexpr std::size_t most_steps = 12;

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
  std::vector<std::string> items; ///< rows that this step serves as well
};

std::string first_place(const model::ChecklistItem& item) {
  for (const model::Evidence& evidence : item.evidence) {
    if (!std::holds_alternative<model::NoteEvidence>(evidence)) {
      return model::place_of(evidence);
    }
  }
  return {};
}

void add(std::vector<Step>& steps, Step step) {
  const bool there = std::any_of(steps.begin(), steps.end(), [&](const Step& each) {
    const bool served =
        std::find(each.items.begin(), each.items.end(), step.id) != each.items.end();
    return each.text == step.text || (served && each.place == step.place);
  });
  if (!there && !step.text.empty()) {
    steps.push_back(std::move(step));
  }
}

/// Critical and high findings that no item speaks of have a step of their own.
std::vector<Step> steps_of(const model::Report& report) {
  std::vector<const model::ChecklistItem*> items;
  for (const model::ChecklistItem& item : report.checklist) {
    items.push_back(&item);
  }
  std::stable_sort(items.begin(), items.end(), [](const auto* a, const auto* b) {
    return urgency(a->verdict) < urgency(b->verdict);
  });
  std::vector<Step> steps;
  const auto critical = [&](model::Severity severity) {
    for (const model::Finding& finding : report.findings) {
      if (finding.standing == model::Standing::open && finding.severity == severity) {
        add(steps, {finding.rule, finding.remedy, place(finding), finding.items});
      }
    }
  };
  critical(model::Severity::critical);
  for (const model::ChecklistItem* item : items) {
    if (item->verdict == model::Verdict::fail) {
      add(steps, {item->id, item->next_step, first_place(*item), {}});
    }
  }
  critical(model::Severity::high);
  for (const model::ChecklistItem* item : items) {
    if (urgency(item->verdict) > 0 && urgency(item->verdict) < 4) {
      add(steps, {item->id, item->next_step, first_place(*item), {}});
    }
  }
  return steps;
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
  const auto steps = steps_of(report);
  if (steps.empty()) {
    return;
  }
  canvas.blank();
  canvas.line("Next");
  std::size_t number = 0;
  for (const Step& step : steps) {
    if (number == most_steps && !canvas.style().verbose) {
      canvas.line("  and " + counted(steps.size() - most_steps, "more step") + "; -v shows all");
      break;
    }
    ++number;
    const std::string head =
        (number < 10 ? "  " : " ") + std::to_string(number) + " " + padded(step.id, 6);
    canvas.line(head + step.text);
    if (!step.place.empty() && step.text.find(step.place) == std::string::npos) {
      canvas.line(std::string(head.size(), ' ') + step.place);
    }
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
