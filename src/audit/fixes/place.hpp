// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/fixes/edit.hpp"

#include <initializer_list>
#include <optional>

namespace secaudit::audit {

/// A finding's place in its Dockerfile.
struct Place {
  std::string_view text;
  const model::Dockerfile& dockerfile;
  const model::Finding& finding;
  const model::Instruction* instruction = nullptr;
  const model::ShellCommand* command = nullptr; ///< of a RUN, when the finding is about one

  /// Byte offset of a position; nothing when the text has no such place.
  std::optional<std::size_t> offset(const model::Position& position) const;
  /// An insertion at a position.
  std::optional<Edit> insert(const model::Position& position, std::string what) const;
  /// A replacement of what stands at a span.
  std::optional<Edit> replace(const model::Span& span, std::string what) const;
  /// The whole lines of a span, with their line break.
  std::optional<Edit> remove_lines(const model::Span& span) const;
  /// What stands at a span.
  std::string_view at(const model::Span& span) const;
  /// The first word of the command that is one of these, behind the program; nullptr without.
  const model::ShellWord* word(std::initializer_list<std::string_view> names) const;
};

/// One way to correct, by the rule's id; nothing when the place does not allow it.
using Fixer = std::optional<Edit> (*)(const Place&);
Fixer command_fixer(std::string_view rule);     ///< changes a command inside RUN
Fixer instruction_fixer(std::string_view rule); ///< changes an instruction

} // namespace secaudit::audit
