// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view languages[] = {"python", "node", "java", "dotnet",
                                          "go",     "ruby", "php",  "rust"};

/// Libraries that look like limiters and limit outgoing calls or something else.
constexpr std::string_view not_incoming[] = {"bottleneck", "aiolimiter", "djangorestframework",
                                             "limits", "symfony/rate-limiter"};

struct Routes {
  std::size_t proxied = 0;
  std::size_t limited = 0;
  std::vector<model::Evidence> limits;
  std::vector<model::Evidence> open;
};

Routes routes(const Known& known) {
  Routes out;
  for (const model::ProxyConfig& proxy : known.subjects.proxies) {
    for (const model::ProxyServer& server : proxy.servers) {
      for (const model::ProxyLocation& location : server.locations) {
        if (location.upstream.empty() || location.returns || location.internal) {
          continue;
        }
        ++out.proxied;
        const auto limit = std::find_if(location.limits.begin(), location.limits.end(),
                                        [](const auto& l) { return !l.dry_run; });
        if (limit != location.limits.end()) {
          ++out.limited;
          out.limits.push_back(rules::at(limit->span, limit->zone + " " + limit->rate));
        } else {
          out.open.push_back(rules::at(location.span, "location " + location.path));
        }
      }
    }
  }
  return out;
}

std::vector<model::Evidence> in_application(const Known& known) {
  std::vector<std::string> code;
  for (const std::string_view language : languages) {
    for (std::string& each :
         known.detectors.strings("rate_limit/app/" + std::string(language) + "/code")) {
      code.push_back(std::move(each));
    }
  }
  return known.subjects.tree ? in_code(*known.subjects.tree, Patterns(code))
                             : std::vector<model::Evidence>{};
}

std::vector<model::Evidence> installed(const Known& known) {
  std::vector<std::string> packages;
  for (const std::string_view language : languages) {
    for (std::string& each :
         known.detectors.strings("rate_limit/app/" + std::string(language) + "/packages")) {
      if (std::find(std::begin(not_incoming), std::end(not_incoming), each)
          == std::end(not_incoming)) {
        packages.push_back(std::move(each));
      }
    }
  }
  return required(known.subjects.manifests, packages);
}

/// Limits of Traefik: a middleware with an average above zero that something attaches.
std::vector<model::Evidence> traefik_limits(const Known& known) {
  std::vector<model::Evidence> out;
  const Patterns file({R"((?i)^\s*rateLimit\s*:)"});
  for (const model::Service* service : known.active) {
    for (const model::Variable& label : service->labels) {
      const std::string name = base::to_lower(label.name);
      if (!name.starts_with("traefik.http.middlewares.") || !name.ends_with(".ratelimit.average")
          || !label.value || *label.value == "0") {
        continue;
      }
      const std::string middleware(base::split(name, '.')[3]);
      const bool attached =
          std::any_of(known.active.begin(), known.active.end(), [&](const model::Service* other) {
            return std::any_of(other->labels.begin(), other->labels.end(), [&](const auto& used) {
              return base::to_lower(used.name).ends_with(".middlewares") && used.value
                     && base::contains_ignoring_case(*used.value, middleware);
            });
          });
      if (attached) {
        out.push_back(rules::at(label.span, label.name));
      }
    }
    if (known.subjects.tree && rules::proxy_kind(*service, known.context) == "traefik") {
      const auto places = in_documents(*known.subjects.tree, file, [&](std::string_view path) {
        return mounts(*service, path);
      });
      out.insert(out.end(), places.begin(), places.end());
    }
  }
  return out;
}

bool has_api(const Known& known, const Routes& seen) {
  const auto& starts = known.subjects.start_commands;
  return seen.proxied > 0
         || std::any_of(starts.begin(), starts.end(), [](const model::StartCommand& start) {
              return !start.server.empty() && start.server.find("nginx") == std::string::npos;
            });
}

bool in_process_memory(const Known& known) {
  return known.subjects.tree
         && !in_code(*known.subjects.tree, Patterns({R"(storage_uri\s*=\s*['"]memory://)"}))
                 .empty();
}

} // namespace

Grounds C8(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  const Routes seen = routes(known);
  const bool published =
      std::any_of(known.active.begin(), known.active.end(), [&](const model::Service* service) {
        return rules::exposure(*service, known.context) != rules::Exposure::none
               && rules::datastore_of(*service, known.context) == nullptr;
      });
  if (!published || (!has_api(known, seen) && known.http.empty())) {
    grounds.inapplicable = Ground{"no HTTP API is published", "", {}, ""};
    return grounds;
  }
  const Outcomes flaws = outcomes_of(known, {"PX502", "PX503", "PX507", "PX508"});
  grounds.rules.assign(flaws.rules.begin(), flaws.rules.end());
  const auto edge = traefik_limits(known);
  const auto code = in_application(known);
  if (!flaws.open.empty()) {
    grounds.partial = ground_of(flaws.open);
  } else if (!edge.empty()) {
    grounds.strong = Ground{"limited by Traefik", "", edge, ""};
  } else if (seen.proxied > 0 && seen.limited == seen.proxied) {
    grounds.strong =
        Ground{counted(seen.limited, "proxied location") + " limited", "", seen.limits, ""};
  } else if (!code.empty() && in_process_memory(known)) {
    grounds.partial = Ground{"limiter counts in each process's memory", "", code,
                             "keep the limiter's counters in a shared store such as Redis"};
  } else if (!code.empty()) {
    grounds.strong = Ground{"limiter in the application", "", code, ""};
  } else if (seen.limited > 0) {
    grounds.partial = Ground{std::to_string(seen.limited) + " of "
                                 + counted(seen.proxied, "proxied location") + " limited",
                             "", seen.open, "add limit_req to the other proxied locations"};
  } else if (const auto packages = installed(known); !packages.empty()) {
    grounds.partial = Ground{"limiter installed, use not found", "", packages,
                             "construct the limiter and apply it to the API's routes"};
  } else {
    grounds.absent = {"limit_req in a proxied location", "a Traefik rateLimit middleware in use",
                      "a limiter library in the application"};
    grounds.missing =
        Ground{"no limiter found", "Nothing limits the rate of requests to the API.", seen.open,
               "limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s, "
               "and limit_req in the API's locations"};
    if (grounds.missing.evidence.empty() && !known.http.empty()) {
      grounds.missing.evidence = {place_of_service(*known.http.front())};
    }
  }
  return grounds;
}

} // namespace secaudit::audit
