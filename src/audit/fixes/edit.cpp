// SPDX-License-Identifier: Apache-2.0
#include "audit/fixes/edit.hpp"

#include "audit/fixes/place.hpp"

#include <algorithm>
#include <utility>

namespace secaudit::audit {
namespace {

const model::SourceEvidence* source_of(const model::Finding& finding) {
  return finding.evidence.empty() ? nullptr
                                  : std::get_if<model::SourceEvidence>(&finding.evidence.front());
}

/// Fills in the instruction and the command that the finding points at.
void locate(Place& place, const model::Span& span) {
  for (const model::Instruction& instruction : place.dockerfile.instructions) {
    if (instruction.span.begin <= span.begin && span.begin <= instruction.span.end) {
      place.instruction = &instruction;
      for (const model::ShellCommand& command : instruction.commands) {
        if (command.span.known() && command.span.begin == span.begin) {
          place.command = &command;
        }
      }
    }
  }
}

} // namespace

std::optional<std::size_t> Place::offset(const model::Position& position) const {
  std::size_t at_line = 0;
  for (int line = 1; line < position.line; ++line) {
    const std::size_t end = text.find('\n', at_line);
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    at_line = end + 1;
  }
  if (position.line == 1 && text.starts_with("\xEF\xBB\xBF")) {
    at_line += 3;
  }
  for (int column = 1; column < position.column; ++column) {
    if (at_line >= text.size()) {
      return std::nullopt;
    }
    ++at_line;
    while (at_line < text.size() && (static_cast<unsigned char>(text[at_line]) & 0xC0U) == 0x80U) {
      ++at_line;
    }
  }
  return at_line;
}

std::optional<Edit> Place::insert(const model::Position& position, std::string what) const {
  const auto where = offset(position);
  return where ? std::optional(Edit{*where, *where, std::move(what), finding.rule}) : std::nullopt;
}

std::optional<Edit> Place::replace(const model::Span& span, std::string what) const {
  const auto begin = offset(span.begin);
  const auto end = offset(span.end);
  return begin && end && *begin <= *end
             ? std::optional(Edit{*begin, *end, std::move(what), finding.rule})
             : std::nullopt;
}

std::optional<Edit> Place::remove_lines(const model::Span& span) const {
  const auto begin = offset({span.begin.line, 1});
  const auto last = offset({span.end.line, 1});
  if (!begin || !last) {
    return std::nullopt;
  }
  const std::size_t end = text.find('\n', *last);
  return Edit{*begin, end == std::string_view::npos ? text.size() : end + 1, "", finding.rule};
}

std::string_view Place::at(const model::Span& span) const {
  const auto begin = offset(span.begin);
  const auto end = offset(span.end);
  return begin && end && *begin <= *end ? text.substr(*begin, *end - *begin) : std::string_view{};
}

const model::ShellWord* Place::word(std::initializer_list<std::string_view> names) const {
  if (command == nullptr) {
    return nullptr;
  }
  for (std::size_t i = 1; i < command->words.size(); ++i) {
    const model::ShellWord& candidate = command->words[i];
    // Only words that stand in the file as they are.
    if (std::find(names.begin(), names.end(), candidate.text) != names.end()
        && at(candidate.span) == candidate.text) {
      return &candidate;
    }
  }
  return nullptr;
}

std::vector<Edit> safe_edits(std::string_view text, const model::Dockerfile& dockerfile,
                             const std::vector<model::Finding>& findings) {
  std::vector<Edit> edits;
  for (const model::Finding& finding : findings) {
    const model::SourceEvidence* source = source_of(finding);
    if (source == nullptr || !source->span.known() || source->span.file != dockerfile.file
        || finding.standing != model::Standing::open) {
      continue;
    }
    Place place{text, dockerfile, finding};
    locate(place, source->span);
    const Fixer fixer = place.command != nullptr && command_fixer(finding.rule) != nullptr
                            ? command_fixer(finding.rule)
                            : instruction_fixer(finding.rule);
    if (fixer == nullptr || place.instruction == nullptr) {
      continue;
    }
    if (auto edit = fixer(place)) {
      edits.push_back(*std::move(edit));
    }
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::vector<Edit> apart;
  for (Edit& edit : edits) {
    // What overlaps waits for the next round. Two switches may go to the same place.
    const bool insertion = edit.begin == edit.end;
    if (apart.empty() || edit.begin > apart.back().end
        || (edit.begin == apart.back().end && insertion && apart.back().begin == apart.back().end
            && edit.text != apart.back().text)) {
      apart.push_back(std::move(edit));
    }
  }
  return apart;
}

std::string edited(std::string_view text, const std::vector<Edit>& edits) {
  std::string out;
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    out += text.substr(done, edit.begin - done);
    out += edit.text;
    done = edit.end;
  }
  return out + std::string(text.substr(done));
}

} // namespace secaudit::audit
