// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/from_rules.hpp"
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view needed[] = {"Strict-Transport-Security", "Content-Security-Policy",
                                       "X-Frame-Options"};
constexpr std::string_view expected[] = {"X-Content-Type-Options", "Referrer-Policy",
                                         "Permissions-Policy"};

struct Missing {
  std::vector<std::string> hard, soft;
  std::optional<model::Evidence> place;
  std::size_t locations = 0;
};

bool sends(const model::ProxyLocation& location, std::string_view name) {
  return std::any_of(location.headers.begin(), location.headers.end(), [&](const auto& header) {
    return base::equals_ignoring_case(header.name, name)
           || (name == "X-Frame-Options"
               && base::equals_ignoring_case(header.name, "Content-Security-Policy")
               && base::contains(header.value, "frame-ancestors"));
  });
}

void add(std::vector<std::string>& list, std::string_view name) {
  if (std::find(list.begin(), list.end(), name) == list.end()) {
    list.emplace_back(name);
  }
}

/// Another proxy of the project answers there, and is judged itself.
bool handed_on(const Known& known, const model::ProxyConfig& proxy,
               const model::ProxyLocation& location) {
  const auto& proxies = known.subjects.proxies;
  return std::any_of(proxies.begin(), proxies.end(), [&](const model::ProxyConfig& other) {
    return other.service != proxy.service && !other.service.empty()
           && other.service == location.upstream;
  });
}

/// Whether people see answers of the location that this server makes. Outside its routers Traefik
/// answers nothing but 404.
bool counts(const Known& known, const model::ProxyConfig& proxy,
            const model::ProxyLocation& location) {
  return rules::answers_with_content(location) && !location.opaque
         && !(proxy.kind == "traefik" && location.path.empty())
         && !handed_on(known, proxy, location);
}

Missing missing(const Known& known) {
  Missing out;
  for (const model::ProxyConfig& proxy : known.subjects.proxies) {
    for (const model::ProxyServer& server : proxy.servers) {
      if (server.redirects_to_https || !rules::reached_from_outside(proxy, server, known.context)) {
        continue;
      }
      for (const model::ProxyLocation& location : server.locations) {
        if (!counts(known, proxy, location)) {
          continue;
        }
        ++out.locations;
        const std::size_t before = out.hard.size();
        for (const std::string_view name : needed) {
          if (!sends(location, name)) {
            add(out.hard, name);
          }
        }
        for (const std::string_view name : expected) {
          if (!sends(location, name)) {
            add(out.soft, name);
          }
        }
        if (out.hard.size() > before && !out.place) {
          out.place = rules::at(location.span, "location " + location.path);
        }
      }
    }
  }
  return out;
}

bool application_sets_them(const Known& known, std::vector<model::Evidence>& evidence) {
  if (!known.subjects.tree) {
    return false;
  }
  const Patterns code({R"(Talisman\()", R"(\bhelmet\()", R"(UseSecurityHeaders\()",
                       R"(SECURE_HSTS_SECONDS\s*=\s*[1-9])"});
  evidence = in_code(*known.subjects.tree, code);
  return !evidence.empty();
}

} // namespace

Grounds H8(const Known& known) {
  Grounds grounds;
  std::vector<model::Evidence> application;
  const Missing seen = missing(known);
  if (seen.locations == 0) {
    if (application_sets_them(known, application)) {
      grounds.partial = Ground{"set by the application", "", application,
                               "set Permissions-Policy as well, which these libraries leave out"};
    } else if (known.http.empty()) {
      grounds.inapplicable = Ground{"nothing that speaks HTTP is published", "", {}, ""};
    } else {
      grounds.unreadable = Ground{"no proxy configuration was read",
                                  "",
                                  {},
                                  "keep the proxy's configuration in the project"};
    }
    return grounds;
  }
  const Outcomes lost = outcomes_of(known, {"PX101", "PX102"});
  const Outcomes weak = outcomes_of(known, {"PX10*", "PX11*"});
  grounds.rules.assign(weak.rules.begin(), weak.rules.end());
  if (!lost.open.empty() && lost.worst_at_least(model::Severity::medium)) {
    grounds.contrary = ground_of(lost.open);
  } else if (!seen.hard.empty() && !application_sets_them(known, application)) {
    grounds.missing = Ground{"missing: " + listed(seen.hard, 2),
                             "",
                             {},
                             "add_header " + seen.hard.front() + " … always; in each server"};
    if (seen.place) {
      grounds.missing.evidence = {*seen.place};
    }
  } else if (!weak.open.empty()) {
    grounds.partial = ground_of(weak.open);
  } else if (!seen.soft.empty()) {
    grounds.partial = Ground{"missing: " + listed(seen.soft, 2),
                             "",
                             {},
                             "add_header " + seen.soft.front() + " … always;"};
  } else {
    grounds.strong = Ground{"all headers in " + counted(seen.locations, "location"), "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
