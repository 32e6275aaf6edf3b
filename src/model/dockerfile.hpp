// SPDX-License-Identifier: Apache-2.0
// A Dockerfile as BuildKit reads it, with the place of every word.
#pragma once

#include "model/source.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

struct Word {
  std::string text;
  Span span;
};

struct Heredoc {
  std::string name;
  bool expand = true; ///< its word was not quoted
  bool chomp = false; ///< `<<-`: leading tabs are dropped
  std::string content;
  Span span; ///< of the content with its terminator
};

/// One simple command inside RUN, CMD, ENTRYPOINT or HEALTHCHECK, in the order of execution,
/// wrappers (sudo, env, exec, time, …) taken off. Words that hold an unresolved expansion are kept
/// as written with `unresolved` set.
struct ShellWord {
  std::string text; ///< after quote removal and, where the values are known, expansion
  bool unresolved = false;
  bool quoted = false;
  Span span;
};
struct ShellCommand {
  std::string name;                  ///< base name of the program, "" for a bare assignment
  std::vector<ShellWord> words;      ///< the program as written first, then its arguments
  std::vector<Word> assignments;     ///< NAME=value in front
  std::vector<std::string> wrappers; ///< what was taken off, outermost first
  std::vector<Word> redirects;       ///< e.g. ">/etc/x", "2>&1", "<<EOF"
  std::string operator_before;       ///< "", "&&", "||", "|", "|&", ";", "&"
  int depth = 0;                     ///< of subshells, substitutions, loops
  bool conditional = false;          ///< behind `||`, in a branch or a loop: may not run
  Span span;

  /// True when an argument equals `option`, or `--option=value` begins with it.
  bool has(std::string_view option) const;
  /// The arguments after the program name that are no options.
  std::vector<std::string_view> operands() const;
};

struct Instruction {
  std::string name;            ///< upper case: FROM, RUN, …
  std::string written;         ///< as written
  std::vector<Word> flags;     ///< "--from=x", in order
  std::vector<Word> arguments; ///< by the kind of the instruction; RUN/CMD in shell form: one word,
                               ///< the whole text
  bool json = false;           ///< arguments came from a JSON array
  std::vector<Heredoc> heredocs;
  std::vector<ShellCommand> commands; ///< RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD: what would run
  std::vector<std::string> comments;  ///< the block of comment lines right above, without `#`
  Span span;                          ///< the whole instruction with its heredocs
  Span name_span;
  bool onbuild = false; ///< stands behind ONBUILD
  std::string original; ///< the joined text behind the instruction's name

  /// The value of `--name=value`, "" for a bare `--name`, nothing when absent.
  std::optional<std::string> flag(std::string_view flag_name) const;
};

/// Name and value of ENV, ARG and LABEL with their place.
struct DockerVariable {
  std::string name;
  std::optional<std::string> value; ///< after expansion as far as it is known
  std::string raw;
  Span span;
  std::size_t instruction = 0; ///< index into Dockerfile::instructions
};

struct Stage {
  std::size_t index = 0;
  std::string name;                  ///< lower case, "" when it has none
  Word base;                         ///< the image or stage as written
  std::string base_resolved;         ///< after ARG expansion; "" when unknown
  std::optional<std::size_t> parent; ///< index of the stage it continues
  std::string platform;
  std::size_t first = 0; ///< instructions [first, last) of Dockerfile::instructions, FROM included
  std::size_t last = 0;
  Span span; ///< of its FROM

  // State at the end of the stage, with what it inherits from a parent stage (not from the base
  // image).
  std::optional<Sourced<std::string>> user;
  std::optional<Sourced<std::string>> workdir;
  std::vector<DockerVariable> environment;
  std::vector<DockerVariable> arguments;
  std::vector<DockerVariable> labels;
  std::vector<Sourced<std::string>> exposed; ///< "8080", "53/udp"
  std::optional<std::size_t> command;        ///< index of the CMD in force
  std::optional<std::size_t> entrypoint;     ///< index of the ENTRYPOINT in force
  std::optional<std::size_t> healthcheck;    ///< index of the HEALTHCHECK in force
  std::optional<std::size_t> shell;          ///< index of the SHELL in force
  std::optional<Sourced<std::string>> stop_signal;
  std::vector<Sourced<std::string>> volumes;
};

struct Dockerfile {
  FileName file;
  char escape = '\\';
  std::vector<Word> directives; ///< "syntax=…", "escape=…", "check=…"
  std::vector<Instruction> instructions;
  std::vector<DockerVariable> global_arguments;
  std::vector<Stage> stages;
  std::vector<Diagnostic> diagnostics;

  const Stage* stage(std::string_view name_or_index) const;
};

/// A source of COPY or ADD that the builder will not find in its context.
struct MissingSource {
  std::size_t instruction = 0; ///< index into Dockerfile::instructions
  std::string path;            ///< as written, without a leading slash
  bool ignored = false;        ///< it exists, but the ignore file keeps it out
};

/// A line of the ignore file that does not do what it seems to.
struct IgnoreRemark {
  enum class Kind {
    readmits, ///< a `!` line lets a risky path in again
    top_only, ///< the name holds for the top folder only, and there is one further down
  } kind = Kind::top_only;
  std::string pattern;
  int line = 0;
  std::string example; ///< a path of the context that it concerns
};

/// The script that ENTRYPOINT or CMD starts, where it lies in the build context.
struct StartScript {
  FileName file;
  std::string first_line;
  bool interpreter = false;      ///< begins with `#!`
  bool carriage_returns = false; ///< its first line ends with one
  bool executes = false;         ///< it hands over with exec
  bool called_directly = false;  ///< not by `sh script`
  bool is_entrypoint = false;
};

/// A Dockerfile in its use: which stage is built, by which service, from which context.
struct DockerfileUse {
  Dockerfile dockerfile;
  std::string service; ///< "" when no compose service builds it
  std::optional<std::size_t>
      target;            ///< stage that becomes the image; nothing when the file has no stage
  std::string context;   ///< absolute folder, "" when unknown
  FileName context_name; ///< for display
  /// Paths of the context (relative, `/`) that reach the builder, i.e. are not excluded by the
  /// ignore file; only the risky ones of rules/dockerfile.md section 4 (`.env`, keys, `.git`, …)
  /// and those that exist.
  std::vector<std::string> risky_context_paths;
  std::optional<FileName> ignore_file;
  std::vector<MissingSource> missing_sources;
  std::vector<IgnoreRemark> ignore_remarks;
  std::optional<StartScript> start_script;
  bool context_readable = false;

  const Stage* target_stage() const {
    return target && *target < dockerfile.stages.size() ? &dockerfile.stages[*target] : nullptr;
  }
  /// The chain of stages that make the image, target first.
  std::vector<const Stage*> final_chain() const;
  /// True when the instruction belongs to a stage of final_chain().
  bool in_final_chain(std::size_t instruction) const;
};

/// Verdict about the process that an image or service starts (rules/dockerfile.md section 6).
struct StartCommand {
  enum class Kind { development, production, unknown, none };
  Kind kind = Kind::unknown;
  std::string rule;      ///< DF601…DF605 when development
  std::string server;    ///< "flask run", "gunicorn", "vite", …
  bool debugger = false; ///< a debugger is on
  std::vector<std::string>
      settings_problems;     ///< of a production server (workers, timeout, logs), DF611
  std::vector<Origin> chain; ///< each step: where, and what was found (note)
  std::string remedy;
  std::string service;
};

} // namespace secaudit::model
