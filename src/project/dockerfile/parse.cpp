// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/parse.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/commands.hpp"
#include "project/dockerfile/instruction.hpp"
#include "project/dockerfile/lines.hpp"
#include "project/dockerfile/stages.hpp"
#include "project/dockerfile/validate.hpp"

#include <memory>

namespace secaudit::project::dockerfile {
namespace {

class Parser {
 public:
  Parser(std::string_view text, const model::FileName& name, const BuildArgs& build_args)
      : file_(std::make_shared<const FileText>(std::string(text), name)),
        lines_(file_, result_.diagnostics), stages_(result_, build_args) {
    result_.file = name;
  }

  model::Dockerfile run() {
    check_encoding();
    while (std::optional<LogicalLine> line = lines_.next()) {
      if (result_.instructions.size() >= limits::dockerfile_instructions) {
        fail(line->text.span(),
             "found more than " + std::to_string(limits::dockerfile_instructions)
                 + " instructions; the rest is not looked at",
             "split the file");
        break;
      }
      result_.escape = lines_.escape();
      instruction(*line);
    }
    stages_.finish();
    result_.directives = lines_.take_directives();
    check_contents();
    return std::move(result_);
  }

 private:
  void fail(const model::Span& span, std::string message, std::string hint) {
    if (result_.diagnostics.size() < limits::dockerfile_diagnostics) {
      result_.diagnostics.push_back({span, std::move(message), std::move(hint), true});
    }
  }

  model::Span start() const { return {file_->name(), {1, 1}, {1, 1}}; }

  void check_encoding() {
    const std::string_view text = file_->text();
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
      fail(start(), "found UTF-16 text, expected UTF-8", "save the file as UTF-8");
    }
  }

  void check_contents() {
    if (result_.instructions.empty()) {
      fail(start(), "found a file without instructions, expected FROM", "add a base image");
    } else if (result_.stages.empty()) {
      fail(start(), "found no FROM, expected at least one stage", "begin the file with FROM");
    }
  }

  void instruction(const LogicalLine& line);
  void heredocs(const LogicalLine& line, Parsed& parsed);

  model::Dockerfile result_;
  std::shared_ptr<const FileText> file_;
  LineReader lines_;
  StageBuilder stages_;
  /// Behind a here-document without an end, lines that are no instruction belong to its content.
  bool lost_ = false;
};

void Parser::instruction(const LogicalLine& line) {
  const std::size_t before = result_.diagnostics.size();
  Parsed parsed = read_instruction(line, lines_.escape(), result_.diagnostics);
  if (lost_ && argument_kind(parsed.instruction.name) == ArgumentKind::unknown) {
    result_.diagnostics.resize(before);
    return;
  }
  lost_ = false;
  if (line.blank_line) {
    result_.diagnostics.push_back(
        {*line.blank_line, "found an empty line inside a continued " + parsed.instruction.name,
         "remove it: it will become an error", false});
  }
  heredocs(line, parsed);
  validate(parsed, result_.diagnostics);
  stages_.take(parsed, result_.instructions.size());
  parsed.instruction.commands =
      read_commands(parsed, stages_.scope(), stages_.shell(),
                    result_.escape == '`' || windows_image(stages_.base()));
  result_.instructions.push_back(std::move(parsed.instruction));
}

void Parser::heredocs(const LogicalLine& line, Parsed& parsed) {
  if (!can_have_heredocs(parsed.instruction)) {
    return;
  }
  for (const HeredocWord& word : heredoc_words(line.text.text())) {
    std::optional<HeredocText> text = lines_.heredoc(word);
    if (!text) {
      fail(parsed.instruction.span,
           "found a here-document without an end, expected a line '" + base::printable(word.name)
               + "'",
           "add that line behind its content");
      lost_ = true;
      return;
    }
    parsed.instruction.span.end = text->span.end;
    parsed.instruction.heredocs.push_back(
        {word.name, word.expand, word.chomp, std::move(text->content), text->span});
    parsed.heredocs.push_back(std::move(text->body));
  }
}

} // namespace

model::Dockerfile parse(std::string_view text, const model::FileName& file,
                        const std::map<std::string, std::string>& build_args) {
  return Parser(text, file, build_args).run();
}

} // namespace secaudit::project::dockerfile
