// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace secaudit::rules {
namespace {

bool names_variable(std::string_view value, std::string_view name) {
  for (std::size_t found = value.find(name); found != std::string_view::npos;
       found = value.find(name, found + 1)) {
    const char next = found + name.size() < value.size() ? value[found + name.size()] : ' ';
    if (std::isalnum(static_cast<unsigned char>(next)) == 0 && next != '_') {
      return true;
    }
  }
  return false;
}

/// Variables whose value may hold a line break that was sent encoded.
using Unsafe = std::set<std::string>;

bool is_unsafe(std::string_view value, const Unsafe& variables) {
  return std::any_of(variables.begin(), variables.end(), [&](const std::string& name) {
    return names_variable(value, "$" + name) || base::contains(value, "${" + name + "}");
  });
}

/// Whether a class such as `[^/]` is captured: it matches a line break, while `.` does not.
bool captures_line_breaks(std::string_view pattern) {
  const std::size_t group = pattern.find('(');
  const std::size_t negated = group == std::string_view::npos ? group : pattern.find("[^", group);
  if (negated == std::string_view::npos) {
    return false;
  }
  const std::string_view rest = pattern.substr(negated, pattern.find(']', negated + 2) - negated);
  return !base::contains(rest, "\n") && !base::contains(rest, "\\n") && !base::contains(rest, "\\r")
         && !base::contains(rest, "\\s");
}

/// Results of `map` and `set` that pass such a value on.
Unsafe unsafe_variables(const model::ProxyConfig& proxy) {
  Unsafe out{"uri", "document_uri"};
  for (int round = 0; round < 4; ++round) {
    for (const model::Directive* map : model::anywhere(proxy.directives, "map")) {
      for (const model::Directive& entry : map->block) {
        // A regular expression over a header or the host matches what was sent as it is.
        const bool regex = entry.name.starts_with('~');
        if (model::argument(*map, 1).starts_with('$')
            && (is_unsafe(model::argument(entry, 0), out)
                || (regex && model::argument(entry, 0).find("$1") != std::string_view::npos
                    && !base::contains(entry.name, "\n") && !base::contains(entry.name, "\\n")))) {
          out.insert(std::string(model::argument(*map, 1).substr(1)));
        }
      }
    }
    for (const model::Directive* set : model::anywhere(proxy.directives, "set")) {
      if (model::argument(*set, 0).starts_with('$') && is_unsafe(model::argument(*set, 1), out)) {
        out.insert(std::string(model::argument(*set, 0).substr(1)));
      }
    }
  }
  return out;
}

/// The argument of the directive that ends up in a header, or npos.
std::size_t header_argument(const model::Directive& directive) {
  const std::string_view code = model::argument(directive, 0);
  if (directive.name == "return") {
    return code.starts_with("http") || code.starts_with('$') ? 0 : code.starts_with('3') ? 1 : 9;
  }
  if (directive.name == "rewrite") {
    const std::string_view flag = model::argument(directive, 2);
    return flag == "redirect" || flag == "permanent"
                   || model::argument(directive, 1).starts_with("http")
               ? 1
               : 9;
  }
  if (directive.name == "proxy_pass") {
    return 0;
  }
  return directive.name == "add_header" || directive.name == "proxy_set_header" ? 1 : 9;
}

void look(const model::ProxyLevel& level, const Unsafe& variables, std::vector<Issue>& issues) {
  const bool captured = level.self != nullptr
                        && captures_line_breaks(model::arguments_text(*level.self))
                        && level.kind == model::ProxyLevel::Kind::location;
  for (const model::Directive& directive : level.own()) {
    const std::string_view value = model::argument(directive, header_argument(directive));
    if (is_unsafe(value, variables) || (captured && names_variable(value, "$1"))) {
      issues.push_back(about(directive, level, Severity::high,
                             "A decoded part of the address stands here: a request with %0d%0a in "
                             "its path writes lines of its own into the message.",
                             "Use `$request_uri`, which is passed on as it was sent, or capture "
                             "without line breaks (`[^/\\r\\n]+`)."));
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  const Unsafe variables = unsafe_variables(proxy);
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    look(level, variables, issues);
  });
}

} // namespace

Rule PX604() {
  return {.id = "PX604",
          .name = "response-splitting",
          .title = "A decoded part of the address gets into a header",
          .severity = Severity::high,
          .items = {"H8"},
          .controls = {"gixy http_splitting"},
          .tags = {"proxy", "paths"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
