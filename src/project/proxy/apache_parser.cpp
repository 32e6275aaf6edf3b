// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/proxy/apache.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::project::proxy {
namespace {

using model::Directive;

/// One logical line: lines that end in a backslash go on in the next.
struct Line {
  std::string text;
  int number = 1;
};

std::vector<Line> logical_lines(const ContainerView::File& file) {
  std::vector<Line> out;
  int number = file.first_line;
  bool goes_on = false;
  for (const std::string_view raw : base::lines(file.text)) {
    std::string_view text = raw;
    if (!goes_on) {
      out.push_back({"", number});
    }
    goes_on = text.ends_with('\\');
    if (goes_on) {
      text.remove_suffix(1);
    }
    out.back().text += text;
    ++number;
  }
  return out;
}

struct Word {
  std::string text;
  int column = 1;
};

/// Words as Apache cuts them: quotes hold blanks, a backslash keeps a quote.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r') {
      ++at;
      continue;
    }
    Word word{"", static_cast<int>(at) + 1};
    const char quote = text[at] == '"' || text[at] == '\'' ? text[at] : '\0';
    at += quote != '\0' ? 1 : 0;
    while (at < text.size()
           && (quote != '\0' ? text[at] != quote
                             : text[at] != ' ' && text[at] != '\t' && text[at] != '\r')) {
      if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == quote && quote != '\0') {
        ++at;
      }
      word.text += text[at++];
    }
    at += quote != '\0' && at < text.size() ? 1U : 0U;
    out.push_back(std::move(word));
  }
  return out;
}

class Parser {
 public:
  Parser(const ContainerView& view, std::vector<model::Diagnostic>& diagnostics)
      : view_(view), diagnostics_(diagnostics) {}

  void read(const std::string& path, std::vector<Directive>& into, std::size_t depth) {
    const auto file = view_.read(path);
    if (!file || ++files_ > limits::nginx_includes || depth > limits::nginx_include_depth) {
      return;
    }
    if (root_.empty()) {
      root_ = path.substr(0, path.rfind('/'));
      root_ = root_.ends_with("/conf") ? root_.substr(0, root_.size() - 5) : root_;
    }
    const auto lines = logical_lines(*file);
    std::size_t at = 0;
    std::vector<std::string> open;
    block(lines, at, file->name, into, open, depth);
  }

 private:
  void complain(const model::Span& span, std::string what, std::string hint) {
    if (diagnostics_.size() < limits::nginx_diagnostics) {
      diagnostics_.push_back({span, std::move(what), std::move(hint), true});
    }
  }

  /// Everything up to the closing tag of the innermost open section.
  void block(const std::vector<Line>& lines, std::size_t& at, const model::FileName& file,
             std::vector<Directive>& into, std::vector<std::string>& open, std::size_t depth) {
    while (at < lines.size()) {
      const Line& line = lines[at++];
      const std::size_t first = line.text.find_first_not_of(" \t\r");
      if (first == std::string::npos || line.text[first] == '#') {
        continue;
      }
      if (++count_ > limits::nginx_directives) {
        return;
      }
      const model::Span span{file, {line.number, static_cast<int>(first) + 1}, {}};
      const std::string_view text = std::string_view(line.text).substr(first);
      if (text.starts_with("</")) {
        const std::string name = base::to_lower(base::trim(text.substr(2, text.find('>') - 2)));
        if (open.empty() || open.back() != name) {
          complain(span, "</" + name + "> closes nothing that is open",
                   "write the closing tag of the innermost section");
          continue;
        }
        return;
      }
      directive(lines, at, file, line, first, into, open, depth);
    }
  }

  void directive(const std::vector<Line>& lines, std::size_t& at, const model::FileName& file,
                 const Line& line, std::size_t first, std::vector<Directive>& into,
                 std::vector<std::string>& open, std::size_t depth) {
    const bool section = line.text[first] == '<';
    std::string_view text = std::string_view(line.text).substr(first + (section ? 1 : 0));
    if (section) {
      const std::size_t close = text.rfind('>');
      text = text.substr(0, close);
    }
    const auto words = words_of(text);
    if (words.empty()) {
      return;
    }
    Directive made;
    made.name = base::to_lower(words.front().text);
    made.span = {file, {line.number, static_cast<int>(first) + 1}, {}};
    for (std::size_t i = 1; i < words.size(); ++i) {
      const model::Span span{file, {line.number, static_cast<int>(first) + words[i].column}, {}};
      made.arguments.push_back({words[i].text, span, {}, {}});
    }
    if (section) {
      made.has_block = true;
      if (open.size() >= limits::nginx_depth) {
        complain(made.span, "sections are nested deeper than is read", "flatten the file");
        at = lines.size();
        return;
      }
      open.push_back(made.name);
      block(lines, at, file, made.block, open, depth);
      open.pop_back();
    } else if (made.name == "include" || made.name == "includeoptional") {
      return include(made, into, depth);
    }
    into.push_back(std::move(made));
  }

  void include(const Directive& made, std::vector<Directive>& into, std::size_t depth) {
    if (made.arguments.empty()) {
      return;
    }
    std::string path = *made.arguments.front();
    if (!path.starts_with('/')) {
      path = root_ + "/" + path;
    }
    for (const std::string& match : view_.matches(path)) {
      std::vector<Directive> inner;
      read(match, inner, depth + 1);
      for (Directive& each : inner) {
        each.include_chain.insert(each.include_chain.begin(), made.span);
        into.push_back(std::move(each));
      }
    }
  }

  const ContainerView& view_;
  std::vector<model::Diagnostic>& diagnostics_;
  std::string root_;
  std::size_t files_ = 0;
  std::size_t count_ = 0;
};

} // namespace

std::vector<Directive> parse_apache(const ContainerView& view, const std::string& path,
                                    std::vector<model::Diagnostic>& diagnostics) {
  std::vector<Directive> out;
  Parser(view, diagnostics).read(path, out, 0);
  return out;
}

} // namespace secaudit::project::proxy
