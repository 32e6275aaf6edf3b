// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/located.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace secaudit::project::dockerfile {

/// An instruction's line with its continuations joined.
struct LogicalLine {
  Located text;
  std::size_t first = 0; ///< 0-based physical lines [first, next)
  std::size_t next = 0;
  std::vector<std::string> comments; ///< the block right above
  /// A blank line stands inside; its place.
  std::optional<model::Span> blank_line;
};

/// A here-document as its word describes it.
struct HeredocWord {
  std::string name;
  bool expand = true;
  bool chomp = false;
  unsigned descriptor = 0;
};

struct HeredocText {
  std::string content;  ///< as it stands in the file
  Located body;         ///< without the tabs that `<<-` drops
  std::size_t next = 0; ///< 0-based line behind the terminator
  model::Span span;
};

/// Reads the lines of a Dockerfile as BuildKit's scanner does: directives, comments, continuations,
/// and here-documents on request.
class LineReader {
 public:
  LineReader(std::shared_ptr<const FileText> file, std::vector<model::Diagnostic>& diagnostics);

  /// The next logical line that holds an instruction; nothing at the end.
  std::optional<LogicalLine> next();
  /// The here-document that begins at the current line, or nothing when its end is missing; then
  /// the reader stays where it is.
  std::optional<HeredocText> heredoc(const HeredocWord& word);

  char escape() const { return escape_; }
  std::vector<model::Word> take_directives() { return std::move(directives_); }

 private:
  struct Physical {
    std::string_view text; ///< without its line break
    std::size_t origin;
  };
  Physical physical(std::size_t line);
  void note_comment(std::string_view line);
  void note_directive(const Physical& line);
  void set_escape(const std::string& value, const model::Span& span);
  bool trim_continuation(std::string_view& line) const;
  void report(model::Span span, std::string message, std::string hint);

  std::shared_ptr<const FileText> file_;
  std::vector<model::Diagnostic>& diagnostics_;
  std::size_t line_ = 0;
  char escape_ = '\\';
  bool directives_done_ = false;
  std::set<std::string> seen_;
  std::vector<model::Word> directives_;
  std::vector<std::string> comments_;
};

} // namespace secaudit::project::dockerfile
