// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>
#include <cctype>

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

bool is_decoded(std::string_view value) {
  constexpr std::array<std::string_view, 4> variables = {"$uri", "$document_uri", "${uri}",
                                                         "${document_uri}"};
  return std::any_of(variables.begin(), variables.end(), [&](std::string_view variable) {
    return variable.ends_with('}') ? base::contains(value, variable)
                                   : names_variable(value, variable);
  });
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
  return directive.name == "add_header" || directive.name == "proxy_set_header" ? 1 : 9;
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const model::Directive& directive : level.own()) {
    if (is_decoded(model::argument(directive, header_argument(directive)))) {
      issues.push_back(about(directive, level, Severity::high,
                             "$uri is decoded: a request with %0d%0a in its path writes lines of "
                             "its own into the answer.",
                             "Use `$request_uri`, which is passed on as it was sent."));
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
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
