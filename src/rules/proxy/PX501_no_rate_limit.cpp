// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

const model::Directive* pass_of(const model::ProxyLevel& level) {
  for (const char* name : {"proxy_pass", "fastcgi_pass", "uwsgi_pass", "grpc_pass"}) {
    if (const model::Directive* found = model::own(level, name)) {
      return found;
    }
  }
  return nullptr;
}

bool is_sensitive(std::string_view path) {
  constexpr std::array<std::string_view, 7> words = {"api",     "auth",   "login",   "token",
                                                     "graphql", "signin", "password"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return base::contains_ignoring_case(path, word);
  });
}

std::string limiter_of(const Context& context) {
  constexpr std::array<std::string_view, 6> libraries = {"flask-limiter", "express-rate-limit",
                                                         "slowapi",       "django-ratelimit",
                                                         "rack-attack",   "@nestjs/throttler"};
  for (const model::Manifest& manifest : context.subjects.manifests) {
    for (const model::Requirement& requirement : manifest.requirements) {
      if (std::find(libraries.begin(), libraries.end(), base::to_lower(requirement.name))
          != libraries.end()) {
        return requirement.name;
      }
    }
  }
  return {};
}

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  if (behind_other_proxy(proxy, context)) {
    return not_applicable("another proxy of the project stands in front");
  }
  const std::string limiter = limiter_of(context);
  bool proxied = false;
  const auto look = [&](const model::ProxyLevel& level, std::vector<Issue>& issues) {
    const model::Directive* pass = pass_of(level);
    if (pass == nullptr || level.kind == model::ProxyLevel::Kind::condition) {
      return;
    }
    proxied = true;
    if (!model::in_force(level, "limit_req").empty()) {
      return;
    }
    const bool sensitive =
        level.self != nullptr && is_sensitive(model::arguments_text(*level.self));
    Issue issue = about(*pass, level,
                        !limiter.empty() ? Severity::info
                        : sensitive      ? Severity::medium
                                         : Severity::low,
                        "Nothing limits how often a client may call " + level.title() + ".",
                        "Add `limit_req_zone $binary_remote_addr zone=app:10m rate=10r/s;` beside "
                        "the servers and `limit_req zone=app burst=20 nodelay;` here.");
    issue.message += limiter.empty() ? "" : " The application has " + limiter + ".";
    issues.push_back(std::move(issue));
  };
  Verdict verdict = judge_levels(proxy, look);
  return proxied || verdict.outcome != model::Outcome::pass ? verdict
                                                            : not_applicable("nothing is proxied");
}

} // namespace

Rule PX501() {
  return {.id = "PX501",
          .name = "no-rate-limit",
          .title = "Requests to the application are not limited",
          .severity = Severity::low,
          .items = {"C8", "H8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
