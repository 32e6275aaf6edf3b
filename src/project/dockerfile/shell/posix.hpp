// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/dockerfile/shell/reader.hpp"

namespace secaudit::project::dockerfile::shell {

/// Reads a POSIX script command by command: lists, pipelines, subshells, if, for, while, until,
/// case, functions, redirections, here-documents, assignments. Bash's `[[ ]]` and arrays are passed
/// over.
class PosixReader {
 public:
  PosixReader(const Located& text, Collector& collector, Place place,
              const std::vector<Located>* heredocs)
      : source_(text), text_(text.text()), out_(collector), place_(std::move(place)),
        outer_operator_(place_.operator_before), given_(heredocs) {}

  void read();

 private:
  struct Pending {
    std::string name;
    bool chomp;
  };

  void skip_blanks();
  bool operator_token();
  void begin_group();
  void end_group();
  void command();
  bool keyword(const std::string& word);
  void loop_words();
  void case_head();
  void case_pattern();
  void redirection(std::size_t begin, model::ShellCommand& command);
  void heredoc_word(const ReadWord& word, bool chomp);
  void newline();
  void visit(const std::vector<Located>& scripts);
  bool assignment(std::size_t begin, std::vector<Field>& words, model::ShellCommand& command);
  void skip_array();
  void finish(std::vector<Field> words, model::ShellCommand command);
  void note_exports(const std::vector<Field>& words);
  Place here() const;

  const Located& source_;
  std::string_view text_;
  Collector& out_;
  Place place_;
  std::string outer_operator_;
  const std::vector<Located>* given_;
  std::size_t next_given_ = 0;
  std::size_t at_ = 0;
  std::string operator_;
  bool first_ = true;
  bool after_operator_ = false; ///< no command since the last operator
  bool alternative_ = false; ///< behind `||`
  bool ended_ = false;       ///< behind an unconditional exit or exec
  std::vector<char> groups_; ///< open groups: ( { i(f) l(oop) c(ase)
  int branches_ = 0;         ///< bodies of if, loops and case around
  bool case_pattern_ = false;
  std::vector<Pending> pending_;
  std::vector<Located> bodies_; ///< here-documents of the command being read
};

} // namespace secaudit::project::dockerfile::shell
