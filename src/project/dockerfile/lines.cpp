// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/lines.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/characters.hpp"
#include "project/dockerfile/directives.hpp"

namespace secaudit::project::dockerfile {
namespace {

std::string_view without_line_break(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
    line.remove_suffix(1);
  }
  return line;
}

std::size_t leading_space(std::string_view line) {
  std::size_t length = 0;
  while (const std::size_t space = space_length(line.substr(length))) {
    length += space;
  }
  return length;
}

bool is_comment(std::string_view line) {
  const std::size_t space = leading_space(line);
  return space < line.size() && line[space] == '#';
}

} // namespace

LineReader::LineReader(std::shared_ptr<const FileText> file,
                       std::vector<model::Diagnostic>& diagnostics)
    : file_(std::move(file)), diagnostics_(diagnostics) {}

void LineReader::report(model::Span span, std::string message, std::string hint) {
  if (diagnostics_.size() < limits::dockerfile_diagnostics) {
    diagnostics_.push_back({std::move(span), std::move(message), std::move(hint), true});
  }
}

LineReader::Physical LineReader::physical(std::size_t line) {
  std::size_t origin = file_->line_start(line);
  std::string_view text = without_line_break(file_->line(line));
  if (line == 0 && text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
    origin += 3;
  }
  if (text.size() > limits::dockerfile_line_bytes) {
    const model::Position begin = file_->position(origin);
    report({file_->name(), begin, begin},
           "found a line of " + std::to_string(text.size()) + " bytes, expected at most "
               + std::to_string(limits::dockerfile_line_bytes),
           "break the line with a continuation or COPY the content from a file");
    text = {};
  }
  return {text, origin};
}

void LineReader::note_comment(std::string_view line) {
  const std::string_view comment = trim_space(line.substr(line.find('#') + 1));
  if (comment.empty()) {
    comments_.clear();
  } else {
    comments_.emplace_back(comment);
  }
}

void LineReader::set_escape(const std::string& value, const model::Span& span) {
  if (value != "\\" && value != "`") {
    report(span, "found the escape directive '" + value + "', expected \\ or `",
           "write `# escape=\\` or leave the line out");
    return;
  }
  escape_ = value.front();
}

void LineReader::note_directive(const Physical& line) {
  if (directives_done_) {
    return;
  }
  const std::size_t space = leading_space(line.text);
  const std::optional<Directive> directive = directive_of(line.text.substr(space));
  if (!directive || !known_directive(directive->name)) {
    directives_done_ = true;
    return;
  }
  const model::Span span{file_->name(), file_->position(line.origin + space),
                         file_->position(line.origin + line.text.size())};
  if (!seen_.insert(directive->name).second) {
    report(span, "found a second " + directive->name + " directive, expected one",
           "remove one of them");
    return;
  }
  directives_.push_back({directive->name + "=" + directive->value, span});
  comments_.clear();
  if (directive->name == "escape") {
    set_escape(directive->value, span);
  }
}

bool LineReader::trim_continuation(std::string_view& line) const {
  std::string_view text = line;
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  const bool continues =
      text.ends_with(escape_) && (text.size() == 1 || text[text.size() - 2] != escape_);
  if (continues) {
    line = text.substr(0, text.size() - 1);
  }
  return continues;
}

std::optional<LogicalLine> LineReader::next() {
  for (; line_ < file_->line_count(); ++line_) {
    Physical current = physical(line_);
    const bool comment = is_comment(current.text);
    if (comment) {
      note_comment(current.text);
    }
    note_directive(current);
    const std::size_t space = leading_space(current.text);
    current.text.remove_prefix(space);
    current.origin += space;
    if (comment || current.text.empty()) {
      continue;
    }
    LogicalLine result{Located(file_), line_, line_, std::move(comments_), std::nullopt};
    comments_.clear();
    bool continues = trim_continuation(current.text);
    result.text.append(current.text, current.origin);
    for (++line_; continues && line_ < file_->line_count(); ++line_) {
      current = physical(line_);
      if (is_comment(current.text)) {
        continue;
      }
      if (leading_space(current.text) == current.text.size()) {
        const model::Position begin = file_->position(current.origin);
        result.blank_line = result.blank_line.value_or(model::Span{file_->name(), begin, begin});
        continue;
      }
      continues = trim_continuation(current.text);
      result.text.append(current.text, current.origin);
    }
    result.next = line_;
    return result;
  }
  return std::nullopt;
}

std::optional<HeredocText> LineReader::heredoc(const HeredocWord& word) {
  HeredocText result{{}, Located(file_), line_, {}};
  const std::size_t begin = file_->line_start(line_);
  for (std::size_t line = line_; line < file_->line_count(); ++line) {
    const std::string_view whole = file_->line(line);
    std::size_t tabs = 0;
    while (word.chomp && tabs < whole.size() && whole[tabs] == '\t') {
      ++tabs;
    }
    if (without_line_break(whole.substr(tabs)) == word.name) {
      const std::size_t end = file_->line_start(line) + without_line_break(whole).size();
      result.next = line_ = line + 1;
      result.span = {file_->name(), file_->position(begin), file_->position(end)};
      return result;
    }
    result.content += whole;
    result.body.append(whole.substr(tabs), file_->line_start(line) + tabs);
  }
  return std::nullopt;
}

} // namespace secaudit::project::dockerfile
