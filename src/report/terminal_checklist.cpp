// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "report/terminal_parts.hpp"
#include "report/text.hpp"

namespace secaudit::report {
namespace {

constexpr std::size_t word_width = 6; // "PASS  "
constexpr std::size_t id_width = 4;   // "C10 "
constexpr std::size_t title_width = 37;
constexpr std::size_t indent = 2;

void evidence_of(const model::ChecklistItem& item, Canvas& canvas) {
  if (!item.reason.empty() && item.reason != item.summary) {
    canvas.paragraph(item.reason, indent + word_width + id_width);
  }
  for (const model::Evidence& evidence : item.evidence) {
    std::string text = model::place_of(evidence);
    if (const auto* source = std::get_if<model::SourceEvidence>(&evidence);
        source != nullptr && !source->excerpt.empty()) {
      text += "  " + source->excerpt;
    }
    canvas.line(std::string(indent + word_width + id_width, ' ') + text);
  }
  for (const std::string& absent : item.absent) {
    canvas.line(std::string(indent + word_width + id_width, ' ') + "not found: " + absent);
  }
  if (!item.next_step.empty()) {
    canvas.paragraph("next: " + item.next_step, indent + word_width + id_width);
  }
}

void row(const model::ChecklistItem& item, Canvas& canvas) {
  const std::string_view word = model::status_word(item.verdict);
  const std::string summary = base::printable(item.summary);
  if (canvas.narrow()) {
    canvas.status(0, word, word_width - 1, padded(item.id, id_width) + item.title);
    if (!summary.empty()) {
      canvas.line(std::string(word_width - 1 + id_width, ' ') + summary);
    }
    return;
  }
  canvas.status(indent, word, word_width,
                padded(item.id, id_width) + padded(item.title, title_width) + summary);
}

} // namespace

void write_checklist(const std::vector<model::ChecklistItem>& items, std::string_view heading,
                     Canvas& canvas) {
  canvas.line(heading);
  for (const model::ChecklistItem& item : items) {
    row(item, canvas);
    if (canvas.style().verbose) {
      evidence_of(item, canvas);
    }
  }
  canvas.paragraph(verdict_line(items), canvas.narrow() ? 0 : indent + word_width);
}

} // namespace secaudit::report
