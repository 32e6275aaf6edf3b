// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile {

/// A file's text that turns byte offsets into lines and columns.
class FileText {
 public:
  FileText(std::string text, model::FileName name);

  std::string_view text() const { return text_; }
  const model::FileName& name() const { return name_; }
  /// Number of lines; a final line break makes no further line.
  std::size_t line_count() const { return starts_.size(); }
  /// Byte offset of a 0-based line's first byte; the size of the text for lines behind the last.
  std::size_t line_start(std::size_t line) const;
  /// A 0-based line with its line break.
  std::string_view line(std::size_t line) const;
  /// Cheap when asked in rising order; otherwise linear in the length of the line.
  model::Position position(std::size_t offset) const;

 private:
  std::string text_;
  model::FileName name_;
  std::vector<std::size_t> starts_;
  bool ascii_ = true;
  mutable std::size_t known_line_ = 0;
  mutable std::size_t known_offset_ = 0;
  mutable int known_column_ = 1;
};

/// A stretch of derived text (continuation lines joined, quotes taken off, JSON decoded) together
/// with the place in the file of every byte.
class Located {
 public:
  /// From `offset` on, the text stands in the file at `origin`.
  struct Run {
    std::size_t offset;
    std::size_t origin;
  };

  Located() = default;
  explicit Located(std::shared_ptr<const FileText> file) : file_(std::move(file)) {}

  const std::string& text() const { return text_; }
  std::size_t size() const { return text_.size(); }
  bool empty() const { return text_.empty(); }
  const std::shared_ptr<const FileText>& file() const { return file_; }

  /// Appends text that stands in the file at `origin`.
  void append(std::string_view piece, std::size_t origin);
  /// Appends what `other` holds at [begin, end).
  void append(const Located& other, std::size_t begin, std::size_t end);
  /// Appends text of another making, all of it said to stand where `other` has `offset`.
  void append_as(std::string_view piece, const Located& other, std::size_t offset);

  /// File offset of a byte of the text.
  std::size_t origin(std::size_t offset) const;
  model::Position position(std::size_t offset) const;
  /// The place of [begin, end); that of the whole text when called without arguments.
  model::Span span(std::size_t begin, std::size_t end) const;
  model::Span span() const { return span(0, text_.size()); }
  Located sub(std::size_t begin, std::size_t end) const;

 private:
  std::size_t run_of(std::size_t offset) const;

  std::shared_ptr<const FileText> file_;
  std::string text_;
  std::vector<Run> runs_;
};

} // namespace secaudit::project::dockerfile
