// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/app_limits.hpp"
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

bool is_route(const model::ProxyLocation& location) {
  return !location.upstream.empty() && !location.returns && !location.internal;
}

const model::RateLimit* limit_of(const model::ProxyLocation& location) {
  const auto limit = std::find_if(location.limits.begin(), location.limits.end(),
                                  [](const auto& l) { return !l.dry_run; });
  return limit == location.limits.end() ? nullptr : &*limit;
}

/// The proxy of the project that a location passes on to, or nullptr.
const model::ProxyConfig* next_proxy(const Known& known, const model::ProxyLocation& location) {
  std::string_view host = location.upstream;
  const std::size_t scheme = host.find("://");
  host.remove_prefix(scheme == std::string_view::npos ? 0 : scheme + 3);
  host = host.substr(0, host.find_first_of(":/"));
  for (const model::ProxyConfig& proxy : known.subjects.proxies) {
    if (!host.empty() && proxy.service == host) {
      return &proxy;
    }
  }
  return nullptr;
}

std::string shown(const model::ProxyServer& server, const model::ProxyLocation& location) {
  if (!location.path.empty()) {
    return "location " + location.path;
  }
  return server.names.empty() ? "server" : "server " + server.names.front();
}

bool reached(const Known& known, const model::ProxyConfig& proxy) {
  const model::Service* service =
      known.subjects.project ? known.subjects.project->service(proxy.service) : nullptr;
  return service == nullptr || rules::exposure(*service, known.context) != rules::Exposure::none;
}

void add_route(const model::ProxyServer& server, const model::ProxyLocation& location,
               const model::RateLimit* limit, Routes& out) {
  ++out.proxied;
  if (limit != nullptr) {
    ++out.limited;
    out.limits.push_back(rules::at(limit->span, limit->zone + " " + limit->rate));
  } else {
    out.open.push_back(rules::at(location.span, shown(server, location)));
  }
}

/// The routes of a proxy behind another one, which its own limits stand for.
void add_inner(const model::ProxyConfig& proxy, Routes& out) {
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      if (is_route(location)) {
        add_route(server, location, limit_of(location), out);
      }
    }
  }
}

/// The routes of the proxies that are reached from outside; what one of them passes on to another
/// proxy is limited there or here.
Routes routes(const Known& known) {
  Routes out;
  const bool any_reached =
      std::any_of(known.subjects.proxies.begin(), known.subjects.proxies.end(),
                  [&](const model::ProxyConfig& proxy) { return reached(known, proxy); });
  for (const model::ProxyConfig& proxy : known.subjects.proxies) {
    if (any_reached && !reached(known, proxy)) {
      continue;
    }
    for (const model::ProxyServer& server : proxy.servers) {
      for (const model::ProxyLocation& location : server.locations) {
        if (!is_route(location)) {
          continue;
        }
        const model::RateLimit* limit = limit_of(location);
        const model::ProxyConfig* next = next_proxy(known, location);
        if (limit == nullptr && next != nullptr && next != &proxy) {
          add_inner(*next, out);
          continue;
        }
        add_route(server, location, limit, out);
      }
    }
  }
  return out;
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

bool has_api(const Known& known, const Routes& seen) {
  const auto& starts = known.subjects.start_commands;
  return seen.proxied > 0
         || std::any_of(starts.begin(), starts.end(), [](const model::StartCommand& start) {
              return !start.server.empty() && start.server.find("nginx") == std::string::npos;
            });
}

/// nginx-proxy passes on to whoever names a host, also where the name itself is not filled in.
bool routed_by_environment(const Known& known) {
  const auto any = [&](const auto& test) {
    return std::any_of(known.active.begin(), known.active.end(),
                       [&](const model::Service* service) { return test(*service); });
  };
  return any([&](const model::Service& service) {
           return rules::proxy_kind(service, known.context) == "nginx-proxy";
         })
         && any([](const model::Service& service) {
              return std::any_of(service.environment.begin(), service.environment.end(),
                                 [](const auto& each) { return each.name == "VIRTUAL_HOST"; });
            });
}

/// All that speaks HTTP are web servers whose configuration was read: none of them has a route.
bool only_files(const Known& known) {
  return !known.http.empty() && !routed_by_environment(known)
         && std::all_of(known.http.begin(), known.http.end(), [&](const model::Service* service) {
              return is_read(known, service->name);
            });
}

/// Limits of the application that hold in part, or that nothing attaches.
std::optional<Ground> partly_limited(const AppLimiter& limiter) {
  using Step = AppLimiter::Step;
  switch (limiter.step) {
  case Step::per_process:
    return Ground{limiter.library + " counts in each process's memory", "", limiter.evidence,
                  "keep the limiter's counters in a shared store such as Redis"};
  case Step::constructed:
    return Ground{limiter.library + " is set up, but no route is limited", "", limiter.evidence,
                  "give it default limits, or attach it to the API's routes"};
  case Step::login_only:
    return Ground{"logins only", "", limiter.evidence, "limit the other routes as well"};
  case Step::none:
  case Step::in_force:
    break;
  }
  return std::nullopt;
}

/// How the proxy that is there limits, or what to do without one.
std::string limiting(const Known& known) {
  std::string kind;
  for (const model::Service* service : known.active) {
    const std::string each(rules::proxy_kind(*service, known.context));
    kind = kind.empty() ? each : kind;
  }
  if (kind == "nginx") {
    return "limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s, "
           "and limit_req in the API's locations";
  }
  if (kind == "traefik") {
    return "add a middleware with rateLimit (average: 10, burst: 20) and name it in the "
           "`middlewares` of the API's routers";
  }
  if (kind == "caddy") {
    return "build Caddy with the module mholt/caddy-ratelimit and give the API's routes a "
           "rate_limit, or limit in the application";
  }
  if (kind == "haproxy") {
    return "count by `stick-table type ip store http_req_rate(10s)` and refuse by `http-request "
           "deny deny_status 429`";
  }
  return "limit in the application, or in a reverse proxy in front of it (nginx's limit_req, "
         "Traefik's rateLimit)";
}

/// A limit may stand in a proxy that these files do not show.
void elsewhere(const Known& known, Grounds& grounds) {
  if (const std::string proxy = unseen_proxy(known); !proxy.empty()) {
    grounds.unreadable =
        Ground{"the configuration of " + proxy + " is not here",
               "No limit was found, and what " + proxy
                   + " is configured by is mounted from a place that is not there.",
               {},
               "run the audit where the configuration lies, or correct the path of its mount"};
  } else if (only_loopback(known)) {
    grounds.weak = Ground{"published on loopback only; a proxy on the host may limit",
                          "No limit was found in these files; what passes requests on to the "
                          "loopback address is not among them.",
                          {place_of_service(*known.http.front())},
                          "docker secaudit attest C8 --by NAME --evidence LINK"};
  }
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
  const bool api = has_api(known, seen);
  if (published && !api && only_files(known)) {
    grounds.inapplicable = Ground{"the web server passes nothing on to an application", "", {}, ""};
    return grounds;
  }
  if (const model::Service* other = unknown_protocol(known);
      published && !api && known.http.empty() && other != nullptr) {
    const bool by_port = web_port(known, *other) != nullptr;
    grounds.weak = Ground{other->name
                              + (by_port ? " publishes a port, protocol not known"
                                         : " is on the host's network, its ports are not known"),
                          "Whether what " + other->name
                              + " offers is an HTTP API, and whether it limits the rate of "
                                "requests, is not in these files.",
                          {place_of_service(*other)},
                          "docker secaudit attest C8 --by NAME --evidence LINK"};
    return grounds;
  }
  if (!published || (!api && known.http.empty())) {
    grounds.inapplicable = Ground{"no HTTP API is published", "", {}, ""};
    return grounds;
  }
  const Outcomes flaws = outcomes_of(known, {"PX502", "PX503", "PX507", "PX508"});
  grounds.rules.assign(flaws.rules.begin(), flaws.rules.end());
  const AppLimiter limiter = app_limiter(known);
  if (!flaws.open.empty()) {
    grounds.partial = ground_of(flaws.open);
  } else if (seen.proxied > 0 && seen.limited == seen.proxied) {
    grounds.strong =
        Ground{counted(seen.limited, "proxied location") + " limited", "", seen.limits, ""};
  } else if (limiter.step == AppLimiter::Step::in_force) {
    grounds.strong =
        Ground{"limiter in the application: " + limiter.library, "", limiter.evidence, ""};
  } else if (auto partly = partly_limited(limiter)) {
    grounds.partial = std::move(partly);
  } else if (seen.limited > 0) {
    grounds.partial = Ground{std::to_string(seen.limited) + " of "
                                 + counted(seen.proxied, "proxied location") + " limited",
                             "", seen.open, "limit the other proxied locations as well"};
  } else if (const auto packages = installed(known); !packages.empty()) {
    grounds.partial = Ground{"limiter installed, use not found", "", packages,
                             "construct the limiter and apply it to the API's routes"};
  } else {
    grounds.absent = {"a limit in a proxied location", "a Traefik rateLimit middleware in use",
                      "a limiter library in the application"};
    grounds.missing = Ground{"no limiter found", "Nothing limits the rate of requests to the API.",
                             seen.open, limiting(known)};
    elsewhere(known, grounds);
    if (grounds.missing.evidence.empty() && !known.http.empty()) {
      grounds.missing.evidence = {place_of_service(*known.http.front())};
    }
  }
  return grounds;
}

} // namespace secaudit::audit
