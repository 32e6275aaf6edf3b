// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace secaudit::rules {

std::vector<model::ProxyLevel> nginx_levels(const model::ProxyConfig& proxy) {
  return proxy.kind == "nginx" ? model::levels_of(proxy.directives)
                               : std::vector<model::ProxyLevel>{};
}

Issue about(const model::Directive& directive, const model::ProxyLevel& level, Severity severity,
            std::string message, std::string remedy) {
  Issue issue;
  issue.severity = severity;
  issue.message = std::move(message);
  issue.evidence = {at(directive.span, directive.name + " " + model::arguments_text(directive))};
  for (const model::Span& include : directive.include_chain) {
    issue.evidence.push_back(at(include, "included here"));
  }
  issue.remedy = std::move(remedy);
  issue.key =
      level.title() + "|" + directive.name + " " + std::string(model::argument(directive, 0));
  return issue;
}

Verdict judge_levels(const model::ProxyConfig& proxy, const LevelLook& look) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  std::vector<Issue> issues;
  for (const model::ProxyLevel& level : nginx_levels(proxy)) {
    look(level, issues);
  }
  return from_issues(std::move(issues));
}

std::string title_of(const model::ProxyServer& server) {
  if (!server.names.empty() && server.names.front() != "_") {
    return "server " + server.names.front();
  }
  return server.listeners.empty()
             ? "the server"
             : "the server on port " + std::to_string(server.listeners.front().port);
}

std::string title_of(const model::ProxyLocation& location) {
  if (location.path.empty()) {
    return "the server's own level";
  }
  return (location.modifier == "if" ? "if (" : "location ")
         + (location.modifier.empty() || location.modifier == "if" || location.modifier == "@"
                ? ""
                : location.modifier + " ")
         + location.path + (location.modifier == "if" ? ")" : "");
}

bool has_tls(const model::ProxyServer& server) {
  return std::any_of(server.listeners.begin(), server.listeners.end(),
                     [](const model::ProxyListener& listener) { return listener.tls; });
}

bool answers_with_content(const model::ProxyServer& server) {
  const bool local = !server.listeners.empty()
                     && std::all_of(server.listeners.begin(), server.listeners.end(),
                                    [](const model::ProxyListener& listener) {
                                      return listener.address.starts_with("127.")
                                             || listener.address == "[::1]"
                                             || listener.address == "localhost"
                                             || listener.address.starts_with("unix:");
                                    });
  const bool own_answer = !server.locations.empty() && server.locations.front().returns;
  const bool only_redirects = server.redirects_to_https && !has_tls(server);
  return !local && !own_answer && !only_redirects;
}

bool reached_from_outside(const model::ProxyConfig& proxy, const model::ProxyServer& server,
                          const Context& context) {
  if (proxy.kind == "traefik" && server.locations.size() < 2) {
    return false;
  }
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(proxy.service) : nullptr;
  if (service == nullptr || service->ports.empty() || server.listeners.empty()) {
    return true;
  }
  return std::any_of(service->ports.begin(), service->ports.end(), [&](const auto& port) {
    return std::any_of(server.listeners.begin(), server.listeners.end(),
                       [&](const model::ProxyListener& listener) {
                         return listener.port == static_cast<int>(port->target);
                       });
  });
}

bool answers_with_content(const model::ProxyLocation& location) {
  return !location.internal && !location.returns && location.modifier != "if";
}

bool behind_other_proxy(const model::ProxyConfig& proxy, const Context& context) {
  const auto published = [&](const std::string& name) {
    const model::Service* service =
        context.subjects.project ? context.subjects.project->service(name) : nullptr;
    return service == nullptr || exposure(*service, context) != Exposure::none;
  };
  return !published(proxy.service)
         && std::any_of(context.subjects.proxies.begin(), context.subjects.proxies.end(),
                        [&](const model::ProxyConfig& other) {
                          return other.service != proxy.service && published(other.service);
                        });
}

const model::HeaderSetting* find_header(const std::vector<model::HeaderSetting>& headers,
                                        std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return base::equals_ignoring_case(header.name, name);
  });
  return found == headers.end() ? nullptr : &*found;
}

std::string header_library(const Context& context) {
  constexpr std::array<std::string_view, 7> libraries = {
      "helmet", "koa-helmet",     "@fastify/helmet", "flask-talisman",
      "secure", "secure_headers", "next-safe"};
  for (const model::Manifest& manifest : context.subjects.manifests) {
    for (const model::Requirement& requirement : manifest.requirements) {
      if (std::find(libraries.begin(), libraries.end(), requirement.name) != libraries.end()) {
        return requirement.name + " (" + manifest.file.str() + ")";
      }
    }
  }
  return {};
}

namespace {

bool satisfied(const std::vector<model::HeaderSetting>& headers, const HeaderDemand& demand) {
  for (const std::string_view name : demand.any_of) {
    if (find_header(headers, name) != nullptr) {
      return true;
    }
  }
  const model::HeaderSetting* policy = find_header(headers, "Content-Security-Policy");
  return !demand.directive_of_csp.empty() && policy != nullptr
         && base::contains_ignoring_case(policy->value, demand.directive_of_csp);
}

/// The name in `http://name:80/path`.
std::string_view host_of(std::string_view upstream) {
  const std::size_t scheme = upstream.find("://");
  upstream.remove_prefix(scheme == std::string_view::npos ? 0 : scheme + 3);
  return upstream.substr(0, upstream.find_first_of(":/"));
}

/// Whether the location passes on to another proxy of the project that sends the header.
bool upstream_sends(const model::ProxyLocation& location, const HeaderDemand& demand,
                    const Context& context) {
  const std::string_view host = host_of(location.upstream);
  for (const model::ProxyConfig& inner : context.subjects.proxies) {
    if (host.empty() || inner.service != host) {
      continue;
    }
    for (const model::ProxyServer& server : inner.servers) {
      if (!server.locations.empty() && satisfied(server.locations.front().headers, demand)) {
        return true;
      }
    }
  }
  return false;
}

struct Missing {
  std::vector<const model::ProxyLocation*> locations;
  bool all_proxied = true;
  bool opaque = false;
};

Missing missing_in(const model::ProxyServer& server, const HeaderDemand& demand,
                   const Context& context) {
  Missing out;
  const bool has_own =
      !server.locations.empty() && satisfied(server.locations.front().headers, demand);
  for (std::size_t i = 0; i < server.locations.size() && !has_own; ++i) {
    const model::ProxyLocation& location = server.locations[i];
    const bool empty_level = i == 0 && server.locations.size() > 1;
    if (empty_level || !answers_with_content(location) || satisfied(location.headers, demand)
        || satisfied(location.dropped, demand) || upstream_sends(location, demand, context)) {
      continue;
    }
    out.locations.push_back(&location);
    out.all_proxied = out.all_proxied && !location.upstream.empty();
    out.opaque = out.opaque || location.opaque;
  }
  return out;
}

Issue missing_issue(const model::ProxyConfig& proxy, const model::ProxyServer& server,
                    const Missing& missing, const HeaderDemand& demand,
                    const std::string& library) {
  Issue issue;
  const bool by_application = !library.empty() && missing.all_proxied;
  issue.severity = by_application ? Severity::info : demand.severity;
  const std::string name(demand.any_of.front());
  issue.message =
      "Answers of " + title_of(server) + " carry no " + name
      + (missing.locations.size() == 1 ? " (" + title_of(*missing.locations.front()) + ")" : "")
      + ", so " + std::string(demand.why) + ".";
  issue.message += by_application ? " The application may send it: " + library + "." : "";
  issue.evidence = {at(server.span, title_of(server))};
  for (const model::ProxyLocation* location : missing.locations) {
    if (location->span != server.span) {
      issue.evidence.push_back(at(location->span, title_of(*location)));
    }
  }
  const std::string value(demand.value);
  issue.remedy = proxy.kind == "caddy" ? "Add `header " + name + " \"" + value + "\"` to the site."
                 : proxy.kind == "traefik"
                     ? "Add " + name
                           + " to a headers middleware that the router names, for example "
                             "by `customResponseHeaders`."
                     : "Add `add_header " + name + " \"" + value
                           + "\" always;` at the server level, and repeat it (best by an included "
                             "snippet) in locations that have an add_header of their own.";
  issue.key = title_of(server) + "|" + name;
  return issue;
}

} // namespace

Verdict judge_missing(const model::ProxyConfig& proxy, const Context& context,
                      const HeaderDemand& demand) {
  if (behind_other_proxy(proxy, context)) {
    return not_applicable("another proxy of the project stands in front");
  }
  std::vector<Issue> issues;
  const std::string library = header_library(context);
  bool judged = false;
  for (const model::ProxyServer& server : proxy.servers) {
    if (!answers_with_content(server) || !reached_from_outside(proxy, server, context)
        || (demand.tls_only && !has_tls(server))) {
      continue;
    }
    judged = true;
    const Missing missing = missing_in(server, demand, context);
    if (missing.opaque) {
      return unknown("code or a file that cannot be seen may set "
                     + std::string(demand.any_of.front()));
    }
    if (!missing.locations.empty()) {
      issues.push_back(missing_issue(proxy, server, missing, demand, library));
    }
  }
  return judged ? from_issues(std::move(issues), std::string(demand.any_of.front()) + " is sent")
                : not_applicable("no server that this header is for");
}

Verdict judge_header(const model::ProxyConfig& proxy, std::string_view name, HeaderJudge judge) {
  std::vector<Issue> issues;
  std::set<model::Span> seen;
  for (const model::ProxyServer& server : proxy.servers) {
    for (const model::ProxyLocation& location : server.locations) {
      for (const model::HeaderSetting& header : location.headers) {
        if (!base::equals_ignoring_case(header.name, name) || !seen.insert(header.span).second) {
          continue;
        }
        if (auto fault = judge(header)) {
          Issue issue;
          issue.severity = fault->severity;
          issue.message = header.name + " of " + title_of(server) + ": " + fault->message;
          issue.evidence = {at(header.span, header.name + ": " + header.value)};
          issue.remedy = std::move(fault->remedy);
          issue.key = title_of(server) + "|" + title_of(location) + "|" + header.name;
          issues.push_back(std::move(issue));
        }
      }
    }
  }
  return from_issues(std::move(issues));
}

bool from_client(std::string_view value) {
  constexpr std::array<std::string_view, 6> sources = {"$http_",        "$arg_", "$cookie_",
                                                       "$query_string", "$args", "$request_body"};
  return std::any_of(sources.begin(), sources.end(),
                     [&](std::string_view source) { return base::contains(value, source); });
}

Cors cors_of(const model::ProxyLocation& location) {
  Cors out;
  out.origin = find_header(location.headers, "Access-Control-Allow-Origin");
  const model::HeaderSetting* with =
      find_header(location.headers, "Access-Control-Allow-Credentials");
  out.credentials = with != nullptr && with->value == "true";
  return out;
}

} // namespace secaudit::rules
