// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/instruction.hpp"
#include "project/dockerfile/scope.hpp"

#include <cstddef>
#include <vector>

namespace secaudit::project::dockerfile {

/// Builds the stages of a Dockerfile, instruction by instruction: names, bases and parents after
/// the expansion of ARG, and the state that each instruction leaves (rules/dockerfile.md section
/// 5).
class StageBuilder {
 public:
  StageBuilder(model::Dockerfile& file, const BuildArgs& build_args);

  /// Takes in what will be instruction number `index`; those before it are in file.instructions.
  void take(const Parsed& parsed, std::size_t index);
  /// Closes the last stage.
  void finish();

  /// What the instruction taken last sees; the global arguments in front of the first FROM.
  const Scope& scope() const { return stage_ ? scopes_.back() : globals_; }
  /// The SHELL in force, nothing for the default.
  std::optional<std::vector<std::string>> shell() const;
  /// The image that the current stage chain begins with; "" when unknown.
  std::string base() const;

 private:
  model::Stage& stage() { return file_.stages.back(); }
  void from(const Parsed& parsed, std::size_t index);
  void inherit(const model::Stage& parent);
  void environment(const Parsed& parsed, std::size_t index);
  void labels(const Parsed& parsed, std::size_t index);
  void arguments(const Parsed& parsed, std::size_t index);
  void argument(const model::Word& word, std::size_t index);
  void state(const Parsed& parsed, std::size_t index);
  void workdir(const Parsed& parsed);
  std::vector<model::DockerVariable> pairs(const Parsed& parsed, std::size_t index);
  model::Sourced<std::string> sourced(const model::Word& word);
  std::string expanded(const model::Word& word, bool* known = nullptr);
  std::vector<std::string> expanded_words(const model::Word& word);
  Expansion expansion(const model::Word& word, std::string_view text);
  void fail(const model::Span& span, std::string message, std::string hint);

  model::Dockerfile& file_;
  const BuildArgs& build_args_;
  Scope globals_;
  std::vector<Scope> scopes_;
  bool stage_ = false;
  bool own_command_ = false; ///< the CMD was set in this stage, not inherited
  bool on_scratch_ = false;
  std::vector<bool> scratch_;
  std::size_t expanded_bytes_ = 0;
  std::size_t inherited_ = 0;
};

} // namespace secaudit::project::dockerfile
