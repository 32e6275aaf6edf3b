// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/located.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile {

FileText::FileText(std::string text, model::FileName name)
    : text_(std::move(text)), name_(std::move(name)) {
  if (!text_.empty()) {
    starts_.push_back(0);
  }
  for (std::size_t i = 0; i < text_.size(); ++i) {
    ascii_ = ascii_ && static_cast<unsigned char>(text_[i]) < 0x80;
    if (text_[i] == '\n' && i + 1 < text_.size()) {
      starts_.push_back(i + 1);
    }
  }
}

std::size_t FileText::line_start(std::size_t line) const {
  return line < starts_.size() ? starts_[line] : text_.size();
}

std::string_view FileText::line(std::size_t line) const {
  const std::size_t begin = line_start(line);
  return std::string_view(text_).substr(begin, line_start(line + 1) - begin);
}

model::Position FileText::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  if (starts_.empty()) {
    return {1, 1};
  }
  const auto above = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::size_t line = static_cast<std::size_t>(above - starts_.begin()) - 1;
  if (ascii_) {
    return {static_cast<int>(line) + 1, static_cast<int>(offset - starts_[line]) + 1};
  }
  if (line != known_line_ || offset < known_offset_) {
    known_line_ = line;
    known_offset_ = starts_[line];
    known_column_ = 1;
  }
  known_column_ += static_cast<int>(
      base::code_points(std::string_view(text_).substr(known_offset_, offset - known_offset_)));
  known_offset_ = offset;
  return {static_cast<int>(line) + 1, known_column_};
}

void Located::append(std::string_view piece, std::size_t origin) {
  if (piece.empty()) {
    return;
  }
  const bool continues =
      !runs_.empty() && runs_.back().origin + (text_.size() - runs_.back().offset) == origin;
  if (!continues) {
    runs_.push_back({text_.size(), origin});
  }
  text_.append(piece);
}

void Located::append(const Located& other, std::size_t begin, std::size_t end) {
  end = std::min(end, other.text_.size());
  const std::string_view text = other.text_;
  while (begin < end) {
    const std::size_t run = other.run_of(begin);
    const std::size_t next =
        run + 1 < other.runs_.size() ? std::min(end, other.runs_[run + 1].offset) : end;
    append(text.substr(begin, next - begin), other.origin(begin));
    begin = next;
  }
}

void Located::append_as(std::string_view piece, const Located& other, std::size_t offset) {
  // A run of its own for every byte keeps each of them at the same place.
  for (std::size_t i = 0; i < piece.size(); ++i) {
    runs_.push_back({text_.size() + i, other.origin(offset)});
  }
  text_.append(piece);
  if (!piece.empty()) {
    runs_.push_back({text_.size(), other.origin(offset) + 1});
  }
}

std::size_t Located::run_of(std::size_t offset) const {
  const auto above =
      std::upper_bound(runs_.begin(), runs_.end(), offset,
                       [](std::size_t value, const Run& run) { return value < run.offset; });
  return above == runs_.begin() ? 0 : static_cast<std::size_t>(above - runs_.begin()) - 1;
}

std::size_t Located::origin(std::size_t offset) const {
  if (runs_.empty()) {
    return 0;
  }
  const Run& run = runs_[run_of(offset)];
  return run.origin + (offset - std::min(offset, run.offset));
}

model::Position Located::position(std::size_t offset) const {
  return file_ ? file_->position(origin(offset)) : model::Position{};
}

model::Span Located::span(std::size_t begin, std::size_t end) const {
  if (!file_) {
    return {};
  }
  // The end is taken from the last byte, for the next one may stand on another line.
  const std::size_t first = origin(begin);
  const std::size_t last = end > begin ? origin(end - 1) + 1 : first;
  return {file_->name(), file_->position(first), file_->position(std::max(first, last))};
}

Located Located::sub(std::size_t begin, std::size_t end) const {
  Located part(file_);
  part.append(*this, begin, end);
  if (begin >= end && !runs_.empty()) {
    part.runs_.push_back({0, origin(begin)});
  }
  return part;
}

} // namespace secaudit::project::dockerfile
