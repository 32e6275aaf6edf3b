// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <cctype>
#include <set>

namespace secaudit::rules {
namespace {

/// The part of a proxy_pass between scheme and path.
std::string_view host_of(std::string_view target) {
  const std::size_t scheme = target.find("://");
  target.remove_prefix(scheme == std::string_view::npos ? 0 : scheme + 3);
  return target.substr(0, target.find('/'));
}

using Variables = std::set<std::string>;

bool names_one(std::string_view text, const Variables& variables) {
  for (const std::string& name : variables) {
    for (std::size_t found = text.find("$" + name); found != std::string_view::npos;
         found = text.find("$" + name, found + 1)) {
      const std::size_t next = found + 1 + name.size();
      if (next >= text.size()
          || (std::isalnum(static_cast<unsigned char>(text[next])) == 0 && text[next] != '_')) {
        return true;
      }
    }
    if (base::contains(text, "${" + name + "}")) {
      return true;
    }
  }
  return false;
}

bool chosen_by_client(std::string_view text, const Variables& variables) {
  const bool captured = text.size() > 1 && text.find('$') != std::string_view::npos
                        && std::isdigit(static_cast<unsigned char>(
                               text[text.find('$') + 1 < text.size() ? text.find('$') + 1 : 0]))
                               != 0;
  return from_client(text) || base::contains(text, "${arg_") || base::contains(text, "${http_")
         || captured || names_one(text, variables);
}

/// "$scheme_of_header" of `$scheme_of_header://host/`, "" when none is written.
std::string_view scheme_of(std::string_view target) {
  const std::size_t scheme = target.find("://");
  return target.substr(0, scheme == std::string_view::npos ? 0 : scheme);
}

/// Variables that hold what the client sent: named groups, `set`, `map`.
Variables tainted(const model::ProxyConfig& proxy) {
  Variables out;
  for (const char* name : {"location", "if", "rewrite"}) {
    for (const model::Directive* directive : model::anywhere(proxy.directives, name)) {
      const std::string text = model::arguments_text(*directive);
      for (std::size_t at_group = text.find("(?"); at_group != std::string::npos;
           at_group = text.find("(?", at_group + 1)) {
        const std::size_t open = text.find('<', at_group);
        const std::size_t close = text.find('>', at_group);
        if (open != std::string::npos && close != std::string::npos && open < close
            && open - at_group <= 3) {
          out.insert(text.substr(open + 1, close - open - 1));
        }
      }
    }
  }
  for (int round = 0; round < 3; ++round) {
    for (const model::Directive* set : model::anywhere(proxy.directives, "set")) {
      if (model::argument(*set, 0).starts_with('$')
          && chosen_by_client(model::argument(*set, 1), out)) {
        out.insert(std::string(model::argument(*set, 0).substr(1)));
      }
    }
    for (const model::Directive* map : model::anywhere(proxy.directives, "map")) {
      for (const model::Directive& entry : map->block) {
        if (model::argument(*map, 1).starts_with('$')
            && chosen_by_client(model::argument(entry, 0), out)) {
          out.insert(std::string(model::argument(*map, 1).substr(1)));
        }
      }
    }
  }
  return out;
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  const Variables variables = tainted(proxy);
  return judge_levels(proxy, [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* pass = model::own(level, "proxy_pass");
    const std::string_view host = pass == nullptr ? "" : host_of(model::argument(*pass, 0));
    if (host.empty()
        || (!chosen_by_client(host, variables)
            && !chosen_by_client(scheme_of(model::argument(*pass, 0)), variables))) {
      return;
    }
    const bool internal = model::own(level, "internal") != nullptr;
    issues.push_back(about(*pass, level, internal ? Severity::medium : Severity::high,
                           "Whoever asks decides which host the proxy connects to, also inside the "
                           "network.",
                           "Write the host out, or choose it by a `map` with fixed names."));
  });
}

} // namespace

Rule PX602() {
  return {.id = "PX602",
          .name = "upstream-by-client",
          .title = "The client chooses where the proxy connects",
          .severity = Severity::high,
          .items = {"H8"},
          .controls = {"gixy ssrf"},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
