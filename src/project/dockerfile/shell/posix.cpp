// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/shell/posix.hpp"

#include "base/text.hpp"
#include "project/dockerfile/shell/scan.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile::shell {
namespace {

constexpr auto npos = std::string_view::npos;

bool starts_redirection(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    ++digits;
  }
  const std::string_view rest = text.substr(digits);
  const bool process = rest.size() > 1 && rest[1] == '(';
  return (rest.starts_with('<') || rest.starts_with('>')) && !process;
}

} // namespace

Place PosixReader::here() const {
  Place place = place_;
  place.operator_before = first_ ? outer_operator_ : operator_;
  place.depth += static_cast<int>(groups_.size());
  place.conditional = place_.conditional || alternative_ || branches_ > 0;
  return place;
}

void PosixReader::read() {
  while (!out_.full()) {
    skip_blanks();
    if (at_ >= text_.size()) {
      return;
    }
    if (case_pattern_) {
      case_pattern();
    } else if (!operator_token()) {
      command();
    }
  }
}

void PosixReader::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') {
      at_ += 2;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else {
      return;
    }
  }
}

void PosixReader::newline() {
  ++at_;
  for (const Pending& heredoc : pending_) {
    while (at_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      std::string_view line = text_.substr(at_, end - at_);
      while (heredoc.chomp && line.starts_with('\t')) {
        line.remove_prefix(1);
      }
      at_ = std::min(end + 1, text_.size());
      if (line == heredoc.name) {
        break;
      }
    }
  }
  pending_.clear();
}

bool PosixReader::operator_token() {
  constexpr std::array<std::string_view, 9> operators{";;&", ";;", "&&", "||", "|&",
                                                      ";",   "|",  "&",  "\n"};
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with('(')) {
    begin_group();
    return true;
  }
  if (rest.starts_with(')')) {
    end_group();
    ++at_;
    return true;
  }
  const auto found = std::find_if(operators.begin(), operators.end(),
                                  [&](std::string_view token) { return rest.starts_with(token); });
  if (found == operators.end() || rest.starts_with("&>")) {
    return false;
  }
  if (*found == "\n") {
    newline();
  } else {
    at_ += found->size();
  }
  if (found->starts_with(";;")) {
    case_pattern_ = !groups_.empty() && groups_.back() == 'c';
  }
  const bool separator = *found == "\n" || found->starts_with(';') || *found == "&";
  // A line break behind `&&` or `|` does not end the list.
  const bool continues = *found == "\n" && after_operator_ && operator_ != ";" && operator_ != "&";
  if (continues || (*found == "\n" && first_)) {
    return true;
  }
  operator_ = *found == "\n" || found->starts_with(";;") ? ";" : std::string(*found);
  after_operator_ = true;
  if (separator || *found == "&&") {
    alternative_ = false;
  } else if (*found == "||") {
    alternative_ = true;
  }
  return true;
}

void PosixReader::begin_group() {
  if (text_.substr(at_).starts_with("((")) {
    at_ = std::min(behind_bracket(text_, at_), text_.size());
    return;
  }
  ++at_;
  if (groups_.size() < static_cast<std::size_t>(limits::shell_depth)) {
    groups_.push_back('(');
  }
}

void PosixReader::end_group() {
  if (!groups_.empty() && (groups_.back() == '(' || groups_.back() == '{')) {
    groups_.pop_back();
  }
}

bool PosixReader::keyword(const std::string& word) {
  const auto close = [&](char kind) {
    if (!groups_.empty() && groups_.back() == kind) {
      groups_.pop_back();
      branches_ = std::max(0, branches_ - 1);
    }
  };
  if (word == "if" || word == "while" || word == "until") {
    groups_.push_back(word == "if" ? 'i' : 'l');
  } else if (word == "then" || word == "do") {
    ++branches_;
  } else if (word == "elif") {
    branches_ = std::max(0, branches_ - 1) + 0;
  } else if (word == "else" || word == "!") {
    return true;
  } else if (word == "fi") {
    close('i');
  } else if (word == "done") {
    close('l');
  } else if (word == "esac") {
    close('c');
    case_pattern_ = false;
  } else if (word == "{") {
    groups_.push_back('{');
  } else if (word == "}") {
    end_group();
  } else if (word == "for" || word == "select") {
    groups_.push_back('l');
    loop_words();
  } else if (word == "case") {
    groups_.push_back('c');
    ++branches_;
    case_head();
  } else if (word == "function" || word == "coproc") {
    skip_blanks();
    at_ = read_word(source_, at_, out_.values()).end;
  } else if (word == "[[") {
    const std::size_t end = text_.find("]]", at_);
    at_ = end == npos ? text_.size() : end + 2;
    first_ = false;
  } else {
    return false;
  }
  return true;
}

void PosixReader::loop_words() {
  skip_blanks();
  const std::size_t name_length = identifier_length(text_.substr(at_));
  const std::string name(text_.substr(at_, name_length));
  at_ += name_length;
  skip_blanks();
  if (name.empty() || !text_.substr(at_).starts_with("in")) {
    return;
  }
  at_ += 2;
  std::string all;
  bool known = true;
  for (skip_blanks(); at_ < text_.size() && text_[at_] != ';' && text_[at_] != '\n';
       skip_blanks()) {
    const ReadWord word = read_word(source_, at_, out_.values());
    visit(word.scripts);
    for (const Field& field : word.fields) {
      known = known && !field.unresolved;
      all += (all.empty() ? "" : " ") + field.text.text();
    }
    at_ = word.end > at_ ? word.end : at_ + 1;
  }
  // Unquoted, the loop's variable stands for each of the words in turn.
  out_.assign(name, known ? std::optional(all) : std::nullopt);
}

void PosixReader::case_head() {
  skip_blanks();
  at_ = std::max(at_, read_word(source_, at_, out_.values()).end);
  skip_blanks();
  if (text_.substr(at_).starts_with("in")) {
    at_ += 2;
    case_pattern_ = true;
  }
}

void PosixReader::case_pattern() {
  if (text_[at_] == '\n') {
    newline();
    return;
  }
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with("esac")) {
    case_pattern_ = false;
    return;
  }
  std::size_t end = at_ + (rest.starts_with('(') ? 1 : 0);
  while (end < text_.size() && text_[end] != ')') {
    const bool quote = text_[end] == '\'' || text_[end] == '"';
    const std::size_t behind = quote ? behind_quote(text_, end) : end + 1;
    end = std::min(behind, text_.size());
  }
  at_ = std::min(end + 1, text_.size());
  case_pattern_ = false;
  operator_ = ";";
}

void PosixReader::visit(const std::vector<Located>& scripts) {
  for (const Located& script : scripts) {
    Place place = here();
    place.operator_before.clear();
    ++place.depth;
    out_.script(script, Language::posix, place);
  }
}

void PosixReader::heredoc_word(const ReadWord& word, bool chomp) {
  if (given_ != nullptr && next_given_ < given_->size()) {
    bodies_.push_back((*given_)[next_given_++]);
    return;
  }
  const std::string name = word.fields.empty() ? "" : word.fields.front().text.text();
  pending_.push_back({name, chomp});
  // The body begins on the next line, behind the here-documents that were announced before.
  std::size_t begin = std::min(text_.find('\n', at_), text_.size());
  begin = std::min(begin + 1, text_.size());
  const std::size_t end = text_.find("\n" + name + "\n", begin > 0 ? begin - 1 : 0);
  bodies_.push_back(source_.sub(begin, end == npos ? text_.size() : std::max(begin, end)));
}

void PosixReader::redirection(std::size_t begin, model::ShellCommand& command) {
  at_ = text_.find_first_of("<>&", begin);
  const std::size_t symbols = at_;
  at_ = std::min(text_.find_first_not_of("<>&|", at_), text_.size());
  std::string operation(text_.substr(symbols, at_ - symbols));
  if (operation == "<<" && text_.substr(at_).starts_with('-')) {
    operation += '-';
    ++at_;
  }
  if (operation.ends_with('&') && text_.substr(at_).starts_with('-')) {
    ++at_;
  }
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
    ++at_;
  }
  const ReadWord word = read_word(source_, at_, out_.values());
  at_ = word.end;
  visit(word.scripts);
  std::string text(text_.substr(begin, symbols - begin));
  text += operation;
  for (const Field& field : word.fields) {
    text += field.text.text();
  }
  if (operation == "<<" || operation == "<<-") {
    heredoc_word(word, operation == "<<-");
  }
  command.redirects.push_back({std::move(text), source_.span(begin, at_)});
}

void PosixReader::skip_array() {
  at_ = std::min(behind_bracket(text_, at_), text_.size());
}

bool PosixReader::assignment(std::size_t begin, std::vector<Field>& words,
                             model::ShellCommand& command) {
  const std::string_view rest = text_.substr(begin);
  std::size_t length = identifier_length(rest);
  const bool appends = length > 0 && rest.substr(length).starts_with("+=");
  if (length == 0 || !(appends || rest.substr(length).starts_with('=')) || !words.empty()) {
    return false;
  }
  const std::string name(rest.substr(0, length));
  ReadWord word = read_word(source_, begin, out_.values());
  at_ = word.end;
  visit(word.scripts);
  if (text_.substr(at_).starts_with('(')) {
    skip_array();
    out_.assign(name, std::nullopt);
    return true;
  }
  std::string whole;
  bool known = !appends;
  for (const Field& field : word.fields) {
    whole += (whole.empty() ? "" : " ") + field.text.text();
    known = known && !field.unresolved;
  }
  const std::size_t equals = whole.find('=');
  out_.assign(name,
              known && equals != npos ? std::optional(whole.substr(equals + 1)) : std::nullopt);
  command.assignments.push_back({std::move(whole), source_.span(begin, at_)});
  return true;
}

void PosixReader::command() {
  model::ShellCommand command;
  std::vector<Field> words;
  const std::size_t begin = at_;
  while (at_ < text_.size() && words.size() < limits::shell_words) {
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    if (rest.empty()) {
      break;
    }
    if (starts_redirection(rest) || rest.starts_with("&>")) {
      redirection(at_, command);
      continue;
    }
    constexpr std::string_view stops = ";&|()\n";
    if (stops.find(rest.front()) != npos) {
      if (rest.starts_with("()") && words.size() == 1) { // a function: its body follows
        at_ += 2;
        return;
      }
      if (rest.front() == '(' && !words.empty()) {
        skip_array();
        continue;
      }
      break;
    }
    const std::size_t start = at_;
    if (assignment(start, words, command)) {
      continue;
    }
    ReadWord word = read_word(source_, start, out_.values());
    at_ = word.end > start ? word.end : start + 1;
    const bool first = words.empty() && command.assignments.empty() && command.redirects.empty();
    if (first && word.plain && word.fields.size() == 1
        && keyword(word.fields.front().text.text())) {
      return;
    }
    visit(word.scripts);
    std::move(word.fields.begin(), word.fields.end(), std::back_inserter(words));
  }
  command.span = source_.span(begin, std::max(begin, at_));
  finish(std::move(words), std::move(command));
}

void PosixReader::note_exports(const std::vector<Field>& words) {
  constexpr std::array<std::string_view, 5> builtins{"export", "local", "readonly", "declare",
                                                     "typeset"};
  if (std::find(builtins.begin(), builtins.end(), words.front().text.text()) == builtins.end()) {
    return;
  }
  for (const Field& field : words) {
    const std::string& text = field.text.text();
    const std::size_t length = identifier_length(text);
    if (length > 0 && length < text.size() && text[length] == '=') {
      out_.assign(text.substr(0, length),
                  field.unresolved ? std::nullopt : std::optional(text.substr(length + 1)));
    }
  }
}

void PosixReader::finish(std::vector<Field> words, model::ShellCommand command) {
  const Place place = here();
  first_ = after_operator_ = false;
  const std::vector<Located> bodies = std::move(bodies_);
  bodies_.clear();
  if (ended_ || (words.empty() && command.assignments.empty() && command.redirects.empty())) {
    return;
  }
  if (!words.empty()) {
    note_exports(words);
    const std::string& name = words.front().text.text();
    const bool alone = place.operator_before.empty() || place.operator_before == ";";
    ended_ = groups_.empty() && !place.conditional && alone
             && (name == "exit" || (name == "exec" && words.size() > 1));
  }
  out_.command(std::move(words), std::move(command), place, bodies.empty() ? nullptr : &bodies[0]);
}

} // namespace secaudit::project::dockerfile::shell
