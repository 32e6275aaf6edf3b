// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/python_source.hpp"

#include "base/text.hpp"
#include "project/dockerfile/shell/scan.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::project::dockerfile::devserver {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::array<std::string_view, 5> frameworks{"flask", "quart", "dash", "flask_socketio",
                                                     "flask_restx"};
constexpr std::array<std::string_view, 5> constructors{"Flask", "Quart", "Dash", "SocketIO",
                                                       "APIFlask"};
constexpr std::array<std::string_view, 5> usual_names{"app", "application", "server", "socketio",
                                                      "flask_app"};

template <typename List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The modules that a file imports by `import a.b` and `from a import b`, with `a.b` as a possible
/// module of its own.
std::set<std::string, std::less<>> imports(std::string_view code) {
  std::set<std::string, std::less<>> result;
  for (const std::string_view line : base::lines(code)) {
    const std::string_view text = base::trim(line);
    const bool from = text.starts_with("from ");
    if (!from && !text.starts_with("import ")) {
      continue;
    }
    std::string_view rest = text.substr(from ? 5 : 7);
    const std::size_t import = rest.find(" import ");
    const std::string_view module = base::trim(from ? rest.substr(0, import) : rest);
    for (const std::string_view part : base::split(module, ',')) {
      const std::string_view name = base::trim(part);
      result.emplace(name.substr(0, name.find(' ')));
    }
    if (from && import != npos) {
      for (const std::string_view part : base::split(rest.substr(import + 8), ',')) {
        const std::string_view name = base::trim(part);
        result.insert(std::string(module) + "." + std::string(name.substr(0, name.find(' '))));
      }
    }
  }
  return result;
}

bool imports_module(const std::set<std::string, std::less<>>& names, std::string_view module) {
  const std::string below = std::string(module) + ".";
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == module || name.starts_with(below);
  });
}

bool imports_framework(const std::set<std::string, std::less<>>& names) {
  return std::any_of(frameworks.begin(), frameworks.end(),
                     [&](std::string_view framework) { return imports_module(names, framework); });
}

/// The text between the parentheses of the call whose `(` is at `open`.
std::string_view arguments(std::string_view code, std::size_t open) {
  const std::size_t end = shell::behind_bracket(code, open);
  return code.substr(open + 1, end == npos ? npos : end - open - 2);
}

bool keyword_true(std::string_view arguments_text, std::string_view name) {
  std::string packed;
  std::copy_if(arguments_text.begin(), arguments_text.end(), std::back_inserter(packed),
               [](char c) { return c != ' ' && c != '\n' && c != '\t'; });
  const std::string wanted = std::string(name) + "=True";
  const std::size_t at = packed.find(wanted);
  return at != std::string::npos && (at == 0 || packed[at - 1] == ',');
}

class Source {
 public:
  Source(std::string_view text, const Modules& modules)
      : code_(blanked_python(text)), names_(imports(code_)), modules_(modules) {
    framework_ = imports_framework(names_);
    hop();
  }

  PythonVerdict judge() {
    for (std::size_t at = code_.find(".run("); at != npos; at = code_.find(".run(", at + 1)) {
      if (run_call(at)) {
        return found_;
      }
    }
    plain_calls();
    return found_;
  }

 private:
  // One hop: what the modules of the project import counts as well.
  void hop() {
    std::size_t looked = 0;
    for (const std::string& name : names_) {
      const std::optional<std::string> text = looked < 40 ? modules_(name) : std::nullopt;
      if (text) {
        ++looked;
        framework_ = framework_ || imports_framework(imports(blanked_python(*text)));
      } else if (base::split(name, '.').size() > 1 || name.starts_with('.')) {
        missing_ = true;
      }
    }
  }

  void develop(std::string rule_server, std::size_t at, bool debugger) {
    found_.verdict = {Kind::development, "DF601", std::move(rule_server), debugger};
    found_.offset = at;
  }

  std::string receiver(std::size_t dot) const {
    std::size_t end = dot;
    if (end > 0 && code_[end - 1] == ')') { // create_app().run(
      end = std::min(code_.rfind('(', end - 1), code_.size());
    }
    std::size_t begin = end;
    while (begin > 0
           && shell::identifier_length(std::string_view("a" + code_.substr(begin - 1, 1))) == 2) {
      --begin;
    }
    return code_.substr(begin, end - begin);
  }

  bool constructed(const std::string& name) const {
    for (std::size_t at = code_.find(name); !name.empty() && at != npos;
         at = code_.find(name, at + 1)) {
      std::string_view rest = base::trim(std::string_view(code_).substr(at + name.size(), 120));
      if (!rest.starts_with('=') || rest.starts_with("==")) {
        continue;
      }
      rest = base::trim(rest.substr(1));
      const std::string_view callee = rest.substr(0, rest.find('('));
      const std::size_t dot = callee.rfind('.');
      if (is_one_of(constructors, dot == npos ? callee : callee.substr(dot + 1))) {
        return true;
      }
    }
    return false;
  }

  bool run_call(std::size_t dot) {
    const std::string name = receiver(dot);
    const std::string_view arguments_text = arguments(code_, dot + 4);
    if (name == "uvicorn") {
      if (keyword_true(arguments_text, "reload")) {
        develop("uvicorn.run with reload", dot, false);
        return true;
      }
      return false;
    }
    const bool unsafe = keyword_true(arguments_text, "allow_unsafe_werkzeug");
    const bool factory = code_[dot - (dot > 0 ? 1 : 0)] == ')' && base::contains(name, "app");
    const bool named = is_one_of(usual_names, name) || factory;
    if (!unsafe && !constructed(name) && !(named && framework_)) {
      // Whether this is a Flask application is written in a module that is not here.
      if (named && missing_) {
        found_.verdict.kind = Kind::unknown;
        unknown_ = true;
      }
      return false;
    }
    const bool socket = name == "socketio";
    if (socket && (imports_module(names_, "eventlet") || imports_module(names_, "gevent"))) {
      return false;
    }
    develop(name + ".run", dot, keyword_true(arguments_text, "debug"));
    return true;
  }

  void plain_calls() {
    const auto call = [&](std::string_view callee) {
      for (std::size_t at = code_.find(std::string(callee) + "("); at != npos;
           at = code_.find(std::string(callee) + "(", at + 1)) {
        const bool whole = at == 0 || shell::identifier_length(code_.substr(at - 1, 1) + "a") == 0
                           || code_[at - 1] == '.';
        if (whole && !(at > 4 && code_.substr(at - 4, 4) == "def ")) {
          return at;
        }
      }
      return npos;
    };
    const std::size_t simple = call("run_simple");
    const std::size_t server = call("HTTPServer");
    const std::size_t made = call("make_server");
    const std::size_t bottle = call("run");
    if (simple != npos) {
      develop("werkzeug run_simple", simple,
              keyword_true(arguments(code_, simple + 10), "use_debugger"));
    } else if (server != npos && imports_module(names_, "http.server")) {
      develop("http.server", server, false);
    } else if (made != npos && imports_module(names_, "wsgiref.simple_server")) {
      develop("wsgiref.simple_server", made, false);
    } else if (bottle != npos && imports_module(names_, "bottle")
               && !base::contains(arguments(code_, bottle + 3), "server=")) {
      develop("bottle run", bottle, keyword_true(arguments(code_, bottle + 3), "debug"));
    } else if (!unknown_) {
      found_.verdict = {Kind::production, {}, {}, false};
    }
  }

  std::string code_;
  std::set<std::string, std::less<>> names_;
  const Modules& modules_;
  bool framework_ = false;
  bool missing_ = false;
  bool unknown_ = false;
  PythonVerdict found_;
};

} // namespace

std::string blanked_python(std::string_view text) {
  std::string code(text);
  const auto blank = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < std::min(end, code.size()); ++i) {
      code[i] = code[i] == '\n' ? '\n' : ' ';
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '#') {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      blank(at, end);
      at = end;
      continue;
    }
    if (c != '"' && c != '\'') {
      ++at;
      continue;
    }
    const std::string triple(3, c);
    const bool is_triple = text.substr(at).starts_with(triple);
    const std::size_t quotes = is_triple ? 3 : 1;
    std::size_t end = at + quotes;
    while (end < text.size() && (is_triple ? !text.substr(end).starts_with(triple) : text[end] != c)
           && (is_triple || text[end] != '\n')) {
      end += text[end] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    blank(at + quotes, end);
    // The quotes go as well: brackets are counted over this text, quotes are not.
    blank(at, at + quotes);
    end = std::min(end + quotes, text.size());
    blank(end - std::min(end, quotes), end);
    at = end;
  }
  return code;
}

PythonVerdict judge_python(std::string_view text, const Modules& modules) {
  return Source(text, modules).judge();
}

} // namespace secaudit::project::dockerfile::devserver
