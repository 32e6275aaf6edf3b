// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/proxy/caddyfile.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace secaudit::project::proxy {
namespace {

/// Of a line; lists of names are the longest that is written.
constexpr std::size_t words_most = 10'000;

struct Word {
  std::string text;
  bool quoted = false;
  model::Span span;
};

/// `{$NAME:default}` is replaced before anything else is read.
std::string replaced(std::string_view text, const std::vector<model::Variable>& environment) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find("{$");
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) {
      return out.append(text);
    }
    out += text.substr(0, begin);
    const std::string_view inside = text.substr(begin + 2, end - begin - 2);
    const std::size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    const auto found = std::find_if(environment.begin(), environment.end(), [&](const auto& item) {
      return item.name == name && item.value;
    });
    if (found != environment.end()) {
      out += *found->value;
    } else if (colon != std::string_view::npos) {
      out += inside.substr(colon + 1);
    } else {
      // Known at run time only; stays visible as a name.
      out += "{env." + std::string(name) + "}";
    }
    text.remove_prefix(end + 1);
  }
}

/// The words of every line; quoted words may span lines and belong to the line they begin on.
class Lines {
 public:
  Lines(std::string_view text, const ContainerView::File& file) : text_(text), file_(file) {
    line_ = file.first_line;
  }

  /// At most as many lines as directives are read.
  std::vector<std::vector<Word>> read() {
    std::vector<std::vector<Word>> out;
    std::vector<Word> words;
    while (at_ < text_.size() && out.size() < limits::nginx_directives) {
      const char c = text_[at_];
      if (c == '\n') {
        out.push_back(std::exchange(words, {}));
        step();
      } else if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') {
        step();
        step();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        step();
      } else if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') {
          step();
        }
      } else {
        Word next = word();
        if (words.size() < words_most) {
          words.push_back(std::move(next));
        }
      }
    }
    out.push_back(std::move(words));
    return out;
  }

 private:
  Word word() {
    Word out;
    out.span = {file_.name, {line_, column_}, {}};
    const char quote = text_[at_];
    out.quoted = quote == '"' || quote == '`';
    if (out.quoted) {
      step();
    }
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (out.quoted ? c == quote : c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        break;
      }
      if (c == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        step();
      }
      out.text += text_[at_];
      step();
    }
    if (out.quoted && at_ < text_.size()) {
      step();
    }
    out.span.end = {line_, column_};
    if (!out.quoted && out.text.starts_with("<<") && out.text.size() > 2) {
      heredoc(out);
    }
    return out;
  }

  void heredoc(Word& word) {
    const std::string marker = word.text.substr(2);
    const std::size_t begin = text_.find('\n', at_);
    std::size_t end = begin;
    while (end != std::string_view::npos) {
      const std::size_t next = text_.find('\n', end + 1);
      if (base::trim(text_.substr(end + 1, next - end - 1)).starts_with(marker)) {
        break;
      }
      end = next;
    }
    if (begin == std::string_view::npos || end == std::string_view::npos) {
      return;
    }
    word.text = text_.substr(begin + 1, end > begin ? end - begin - 1 : 0);
    word.quoted = true;
    const std::size_t stop = text_.find(marker, end) + marker.size();
    while (at_ < stop) {
      step();
    }
  }

  void step() {
    if (text_[at_] == '\n') {
      ++line_;
      column_ = 0;
    }
    ++at_;
    ++column_;
  }

  std::string_view text_;
  const ContainerView::File& file_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

bool is(const std::vector<Word>& line, std::string_view text) {
  return line.size() == 1 && !line.front().quoted && line.front().text == text;
}

std::size_t size_of(const model::Directive& directive) {
  std::size_t size = 1;
  for (const model::Directive& inner : directive.block) {
    size += size_of(inner);
  }
  return size;
}

using Arguments = std::vector<model::Sourced<std::string>>;

/// Puts the words of an import into a copy of a snippet: `{args[0]}`, and `{args.0}` of older
/// versions. What it makes is bounded, snippets in snippets would double it each time.
class Filler {
 public:
  model::Directive filled(model::Directive directive, const Arguments& imported) {
    directive.name = text(std::move(directive.name), imported);
    for (auto& argument : directive.arguments) {
      argument.value = text(std::move(argument.value), imported);
    }
    for (model::Directive& inner : directive.block) {
      inner = filled(std::move(inner), imported);
    }
    return directive;
  }

 private:
  std::string text(std::string word, const Arguments& imported) {
    if (word.size() > limits::nginx_token_bytes || word.find("{args") == std::string::npos) {
      return word;
    }
    for (std::size_t i = 1; i < imported.size() && made_ < limits::caddyfile_made_bytes; ++i) {
      if (imported[i].value.size() > longest_argument) {
        continue;
      }
      const std::string number = std::to_string(i - 1);
      word = base::replace_all(word, "{args[" + number + "]}", *imported[i]);
      word = base::replace_all(word, "{args." + number + "}", *imported[i]);
      made_ += word.size();
      if (word.size() > limits::nginx_token_bytes) {
        return word;
      }
    }
    return word;
  }

  static constexpr std::size_t longest_argument = 256;
  std::size_t made_ = 0;
};

class Parser {
 public:
  Parser(const ContainerView& view, const std::vector<model::Variable>& environment,
         std::vector<model::Diagnostic>& diagnostics)
      : view_(view), environment_(environment), diagnostics_(diagnostics) {}

  std::vector<model::Directive> parse(const ContainerView::File& file, std::size_t depth) {
    const std::string text = replaced(file.text, environment_);
    const auto lines = Lines(text, file).read();
    if (lines.size() > limits::nginx_directives) {
      const model::Position end{static_cast<int>(lines.size()), 1};
      diagnostics_.push_back({{file.name, end, end},
                              "more lines than are read",
                              "what follows is not judged; split the Caddyfile",
                              true});
    }
    std::size_t at = 0;
    std::vector<model::Directive> out;
    block(lines, at, out, depth);
    return out;
  }

 private:
  void block(const std::vector<std::vector<Word>>& lines, std::size_t& at,
             std::vector<model::Directive>& out, std::size_t depth) {
    while (at < lines.size()) {
      const std::vector<Word>& line = lines[at++];
      if (line.empty()) {
        continue;
      }
      if (is(line, "}")) {
        return;
      }
      if (++count_ > limits::nginx_directives) {
        return;
      }
      model::Directive directive;
      directive.span = line.front().span;
      directive.name = is(line, "{") ? "{" : line.front().text;
      const bool opens = !line.back().quoted && line.back().text == "{";
      for (std::size_t i = 1; i < line.size() - (opens && line.size() > 1 ? 1 : 0); ++i) {
        directive.arguments.push_back({line[i].text, line[i].span, {}, {}});
      }
      if (opens) {
        directive.has_block = true;
        if (depth >= limits::caddyfile_depth) {
          diagnostics_.push_back({directive.span, "blocks are nested deeper than is read",
                                  "flatten the Caddyfile", true});
          at = lines.size();
          return;
        }
        block(lines, at, directive.block, depth + 1);
      }
      add(std::move(directive), out, depth);
    }
  }

  void add(model::Directive directive, std::vector<model::Directive>& out, std::size_t depth) {
    const bool snippet = directive.name.starts_with('(') && directive.name.ends_with(')');
    if (snippet && directive.has_block) {
      snippets_[directive.name.substr(1, directive.name.size() - 2)] = std::move(directive.block);
      return;
    }
    if (directive.name != "import" || directive.arguments.empty()) {
      out.push_back(std::move(directive));
      return;
    }
    const std::string& what = *directive.arguments.front();
    if (const auto known = snippets_.find(what); known != snippets_.end()) {
      // Snippets may import snippets: what is copied counts like what is written.
      for (const model::Directive& item : known->second) {
        count_ += size_of(item);
        if (count_ > limits::nginx_directives) {
          return;
        }
        out.push_back(filler_.filled(item, directive.arguments));
      }
      return;
    }
    const std::string path = what.starts_with('/') ? what : "/etc/caddy/" + what;
    for (const std::string& match : view_.matches(path)) {
      const auto file = view_.read(match);
      if (file && depth < limits::caddyfile_depth && ++files_ < limits::nginx_includes) {
        for (model::Directive& item : parse(*file, depth + 16)) {
          out.push_back(std::move(item));
        }
      }
    }
  }

  const ContainerView& view_;
  const std::vector<model::Variable>& environment_;
  std::vector<model::Diagnostic>& diagnostics_;
  std::map<std::string, std::vector<model::Directive>> snippets_;
  Filler filler_;
  std::size_t count_ = 0;
  std::size_t files_ = 0;
};

} // namespace

std::vector<model::Directive> parse_caddyfile(const ContainerView& view,
                                              const ContainerView::File& file,
                                              const std::vector<model::Variable>& environment,
                                              std::vector<model::Diagnostic>& diagnostics) {
  return Parser(view, environment, diagnostics).parse(file, 0);
}

} // namespace secaudit::project::proxy
