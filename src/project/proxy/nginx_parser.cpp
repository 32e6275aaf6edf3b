// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/nginx_parser.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/proxy/nginx_lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::project::proxy {
namespace {

/// Every rule looks at every server and location: what a generator wrote stays far below.
constexpr std::size_t nginx_blocks_most = 10 * limits::proxy_locations;

/// Lists of names are the longest that is written; a text of single letters is none.
constexpr std::size_t arguments_most = 10'000;

class Parser {
 public:
  explicit Parser(const ContainerView::File& file)
      : file_(file), lexer_(file.text, file.name, file.first_line) {}

  NginxTree parse() {
    if (file_.text.starts_with("\xEF\xBB\xBF")) {
      error({file_.name, {1, 1}, {1, 2}}, "a byte order mark in front of the first directive",
            "save the file as UTF-8 without a byte order mark");
    }
    while (block(tree_.directives, 0)) {
      error(last_, "unexpected \"}\": no block is open here",
            "delete it, or look for a missing `{`");
    }
    return std::move(tree_);
  }

 private:
  /// Fills a block. True when it ended with `}`, false at the end of the text.
  bool block(std::vector<model::Directive>& into, std::size_t depth) {
    while (true) {
      Token token = lexer_.next();
      last_ = token.span;
      if (token.kind == Token::Kind::end || token.kind == Token::Kind::close) {
        return token.kind == Token::Kind::close;
      }
      if (token.kind != Token::Kind::word) {
        error(token.span,
              token.kind == Token::Kind::error ? token.text : "unexpected \"" + token.text + "\"",
              "expected a directive");
        lexer_.recover();
        if (token.kind == Token::Kind::open && depth < limits::nginx_depth) {
          std::vector<model::Directive> lost;
          block(lost, depth + 1);
        }
        continue;
      }
      if (++count_ > limits::nginx_directives) {
        error(token.span, "more directives than are read", "split the configuration");
        return false;
      }
      model::Directive directive;
      directive.name = std::move(token.text);
      directive.span = token.span;
      const End end = arguments(directive, depth);
      into.push_back(std::move(directive));
      if (end != End::directive) {
        return end == End::block;
      }
    }
  }

  enum class End { directive, block, text };

  End arguments(model::Directive& directive, std::size_t depth) {
    while (true) {
      Token token = lexer_.next();
      last_ = token.span;
      switch (token.kind) {
      case Token::Kind::word:
        if (directive.arguments.size() == arguments_most) {
          error(token.span, "more arguments than are read", "split the directive");
          lexer_.recover();
          return End::directive;
        }
        directive.arguments.push_back({std::move(token.text), token.span, {}, {}});
        break;
      case Token::Kind::end_of_directive:
        return End::directive;
      case Token::Kind::open:
        return open(directive, depth);
      case Token::Kind::close:
        error(token.span, "unexpected \"}\": directive \"" + directive.name + "\" is not ended",
              "put `;` behind it");
        return End::block;
      case Token::Kind::end:
        error(directive.span,
              "unexpected end of file, directive \"" + directive.name
                  + "\" is not terminated by \";\"",
              "put `;` behind it");
        return End::text;
      case Token::Kind::error:
        error(token.span, token.text, "quote the whole argument");
        lexer_.recover();
        return End::directive;
      }
    }
  }

  End open(model::Directive& directive, std::size_t depth) {
    directive.has_block = true;
    const model::Span begin = directive.span;
    if (++tree_.blocks > nginx_blocks_most) {
      error(begin, "more blocks than are read", "split the configuration");
      return End::text;
    }
    if (directive.name.ends_with("_by_lua_block")) {
      if (!lexer_.skip_lua()) {
        error(begin, "the Lua block is not closed", "close it with `}`");
        return End::text;
      }
      return End::directive;
    }
    if (depth >= limits::nginx_depth) {
      error(begin, "blocks are nested deeper than is read", "flatten the configuration");
      return End::text;
    }
    strip_parentheses(directive);
    if (!block(directive.block, depth + 1)) {
      error(begin, "unexpected end of file, block \"" + directive.name + "\" is not closed",
            "close it with `}`");
      return End::text;
    }
    return End::directive;
  }

  /// `if ( $a = b )`: the parentheses belong to the first and the last argument.
  static void strip_parentheses(model::Directive& directive) {
    auto& arguments = directive.arguments;
    if (directive.name != "if" || arguments.empty() || !arguments.front()->starts_with("(")
        || !arguments.back()->ends_with(")")) {
      return;
    }
    arguments.front().value.erase(0, 1);
    if (!arguments.back().value.empty()) {
      arguments.back().value.pop_back();
    }
    std::erase_if(arguments, [](const auto& argument) { return argument.value.empty(); });
  }

  void error(const model::Span& span, std::string message, std::string hint) {
    if (tree_.diagnostics.size() < limits::nginx_diagnostics) {
      tree_.diagnostics.push_back({span, std::move(message), std::move(hint), true});
    }
  }

  const ContainerView::File& file_;
  Lexer lexer_;
  NginxTree tree_;
  model::Span last_;
  std::size_t count_ = 0;
};

/// Files of the nginx packages, which set nothing that is judged.
bool harmless_when_absent(std::string_view path) {
  constexpr std::array<std::string_view, 11> names = {"mime.types",
                                                      "fastcgi_params",
                                                      "fastcgi.conf",
                                                      "fastcgi-php.conf",
                                                      "uwsgi_params",
                                                      "scgi_params",
                                                      "koi-utf",
                                                      "koi-win",
                                                      "win-utf",
                                                      "proxy_params",
                                                      "options-ssl-nginx.conf"};
  for (const std::string_view name : names) {
    if (path == name || path.ends_with("/" + std::string(name))) {
      return true;
    }
  }
  return base::contains(path, "modules-enabled/") || base::contains(path, "/nginx/modules/");
}

class Includes {
 public:
  Includes(const ContainerView& view, std::string folder)
      : view_(view), folder_(std::move(folder)) {}

  std::vector<model::Directive> load(const std::string& path, const ContainerView::File& file,
                                     const std::vector<model::Span>& chain) {
    bytes_ += file.text.size();
    if (++files_ > limits::nginx_includes
        || (files_ > 1 && bytes_ > limits::nginx_included_bytes)) {
      return {};
    }
    NginxTree tree = parse_nginx(file);
    blocks_ += tree.blocks;
    if (blocks_ > nginx_blocks_most && files_ > 1) {
      tell_once(chain.empty() ? model::Span{} : chain.back());
      return {};
    }
    for (model::Diagnostic& diagnostic : tree.diagnostics) {
      diagnostics.push_back(std::move(diagnostic));
    }
    open_.push_back(path);
    std::vector<model::Directive> out = splice(std::move(tree.directives), chain);
    open_.pop_back();
    return out;
  }

  std::vector<model::Diagnostic> diagnostics;

 private:
  std::vector<model::Directive> splice(std::vector<model::Directive> directives,
                                       const std::vector<model::Span>& chain) {
    std::vector<model::Directive> out;
    for (model::Directive& directive : directives) {
      directive.include_chain = chain;
      if (directive.name != "include" || directive.arguments.size() != 1) {
        if (directive.has_block) {
          directive.block = splice(std::move(directive.block), chain);
        }
        out.push_back(std::move(directive));
        continue;
      }
      include(std::move(directive), chain, out);
    }
    return out;
  }

  void include(model::Directive directive, const std::vector<model::Span>& chain,
               std::vector<model::Directive>& out) {
    if (++asked_ > limits::nginx_includes || files_ >= limits::nginx_includes) {
      tell_once(directive.span);
      return;
    }
    const std::string& written = *directive.arguments.front();
    const std::string path = written.starts_with('/') ? written : folder_ + "/" + written;
    const bool pattern = written.find_first_of("*?[") != std::string::npos;
    std::vector<model::Span> longer = chain;
    longer.push_back(directive.span);
    bool found = pattern;
    const std::vector<std::string> matches = view_.matches(path);
    asked_ += matches.size();
    for (const std::string& match : matches) {
      const auto file = view_.read(match);
      if (!file) {
        continue;
      }
      found = true;
      if (chain.size() >= limits::nginx_include_depth
          || std::find(open_.begin(), open_.end(), match) != open_.end()) {
        diagnostics.push_back({directive.span,
                               "include of \"" + written + "\" leads back to itself",
                               "break the circle", true});
        continue;
      }
      for (model::Directive& spliced : load(match, *file, longer)) {
        out.push_back(std::move(spliced));
      }
    }
    if (!found && !harmless_when_absent(written)) {
      diagnostics.push_back({directive.span, "the included file \"" + written + "\" was not found",
                             "what it sets is not judged; keep it in the project", false});
      out.push_back(std::move(directive));
    }
  }

  void tell_once(const model::Span& span) {
    if (!told_) {
      diagnostics.push_back(
          {span, "more includes than are read", "what the further ones set is not judged", true});
    }
    told_ = true;
  }

  const ContainerView& view_;
  std::string folder_;
  std::vector<std::string> open_;
  std::size_t asked_ = 0;
  std::size_t blocks_ = 0;
  bool told_ = false;
  std::size_t files_ = 0;
  std::size_t bytes_ = 0;
};

} // namespace

NginxTree parse_nginx(const ContainerView::File& file) {
  return Parser(file).parse();
}

NginxTree load_nginx(const ContainerView& view, const std::string& path,
                     const std::string& folder) {
  NginxTree tree;
  const auto file = view.read(path);
  if (!file) {
    return tree;
  }
  Includes includes(view, folder);
  tree.directives = includes.load(path, *file, {});
  tree.diagnostics = std::move(includes.diagnostics);
  return tree;
}

} // namespace secaudit::project::proxy
