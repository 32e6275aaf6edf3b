// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/lines.hpp"
#include "project/dockerfile/located.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile {

/// How the arguments of an instruction are read.
enum class ArgumentKind {
  unknown,    ///< no instruction of this name
  words,      ///< FROM, EXPOSE
  json_words, ///< ADD, COPY, VOLUME: JSON or words
  command,    ///< RUN, CMD, ENTRYPOINT, SHELL: JSON or the whole text
  health,     ///< HEALTHCHECK: a word, then as a command
  pairs,      ///< ENV, LABEL
  names,      ///< ARG
  text,       ///< USER, WORKDIR, STOPSIGNAL, MAINTAINER
  trigger,    ///< ONBUILD
};
ArgumentKind argument_kind(std::string_view upper_name);

/// The 18 instructions, sorted.
std::vector<std::string_view> instruction_names();

/// An instruction with the texts that its commands are read from.
struct Parsed {
  model::Instruction instruction;
  std::vector<Located> texts;    ///< of instruction.arguments
  std::vector<Located> heredocs; ///< of instruction.heredocs
  std::string trigger_error;     ///< what stands behind ONBUILD is not allowed there
  bool tree_error = false;       ///< the arguments could not be read; diagnosed already
};

/// Splits a logical line into its instruction. Errors are appended; what could be read is returned.
Parsed read_instruction(const LogicalLine& line, char escape,
                        std::vector<model::Diagnostic>& diagnostics);

/// The here-documents that an instruction's line announces, in order.
std::vector<HeredocWord> heredoc_words(std::string_view line);
/// The here-document that one word announces, nothing when it is none. The word comes with its
/// quotes.
struct HeredocParse {
  std::optional<HeredocWord> heredoc;
  bool error = false;
};
HeredocParse heredoc_word(std::string_view word);

/// True when an instruction of this kind and form can be followed by here-documents.
bool can_have_heredocs(const model::Instruction& instruction);

} // namespace secaudit::project::dockerfile
