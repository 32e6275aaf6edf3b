// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::audit {
namespace {

bool is_truthy(const model::Variable& variable) {
  return variable.value && !variable.value->empty() && *variable.value != "false";
}

std::string command_text(const model::Service& service) {
  return base::to_lower(command_of(service));
}

/// Traefik's own configuration files that an active service mounts.
std::vector<const model::ProjectTree::Document*> traefik_files(const Known& known) {
  std::vector<const model::ProjectTree::Document*> out;
  if (!known.subjects.tree) {
    return out;
  }
  for (const model::Service* service : known.active) {
    if (rules::proxy_kind(*service, known.context) != "traefik") {
      continue;
    }
    for (const model::ProjectTree::Document& document : known.subjects.tree->documents) {
      if (mounts(*service, document.file.str())) {
        out.push_back(&document);
      }
    }
  }
  return out;
}

bool in_traefik_files(const Known& known, const Patterns& patterns,
                      std::vector<model::Evidence>* evidence = nullptr) {
  bool found = false;
  for (const auto* document : traefik_files(known)) {
    const auto places = in_documents(*known.subjects.tree, patterns, [&](std::string_view path) {
      return path == document->file.str();
    });
    found = found || !places.empty();
    if (evidence != nullptr) {
      evidence->insert(evidence->end(), places.begin(), places.end());
    }
  }
  return found;
}

bool runs_traefik(const Known& known) {
  return std::any_of(known.active.begin(), known.active.end(), [&](const model::Service* service) {
    return rules::proxy_kind(*service, known.context) == "traefik";
  });
}

/// A router with TLS in Traefik's labels or on its command line. Without a Traefik in the project
/// labels speak to one elsewhere, which is not asked on the way to a port that is published here.
bool traefik_tls(const Known& known, std::vector<model::Evidence>& evidence) {
  bool found = false;
  const bool here = runs_traefik(known);
  for (const model::Service* service : known.active) {
    if (!here && std::find(known.http.begin(), known.http.end(), service) != known.http.end()) {
      continue;
    }
    for (const model::Variable& label : service->labels) {
      const std::string name = base::to_lower(label.name);
      const bool tls = name.starts_with("traefik.http.routers.")
                       && (name.ends_with(".tls") || base::contains(name, ".tls.certresolver"));
      if (tls && is_truthy(label)) {
        evidence.push_back(rules::at(label.span, label.name));
        found = true;
      }
    }
    if (base::contains(command_text(*service), ".http.tls")) {
      evidence.push_back(rules::at(service->command->span, "entrypoint with TLS"));
      found = true;
    }
  }
  const Patterns tls({R"((?i)^\s*(certResolver|tls)\s*[:=])"});
  return in_traefik_files(known, tls, &evidence) || found;
}

/// A redirect in a Traefik whose settings could not be followed; where they were, its listeners say
/// which of them redirect.
bool traefik_redirect(const Known& known) {
  const auto& proxies = known.subjects.proxies;
  if (std::any_of(proxies.begin(), proxies.end(), [](const model::ProxyConfig& proxy) {
        return proxy.kind == "traefik" && !proxy.servers.empty();
      })) {
    return false;
  }
  if (in_traefik_files(known, Patterns({R"((?i)redirections\s*:|redirectScheme\s*:)"}))) {
    return true;
  }
  return std::any_of(known.active.begin(), known.active.end(), [](const model::Service* service) {
    return base::contains(command_text(*service), "redirections.entrypoint")
           || std::any_of(service->labels.begin(), service->labels.end(), [](const auto& label) {
                return base::contains_ignoring_case(label.name, "redirectscheme.scheme");
              });
  });
}

/// The services that do nothing but get certificates for a server beside them.
std::vector<const model::Service*> certificate_clients(const Known& known) {
  std::vector<std::string> acme;
  for (const DetectorImage& image : known.detectors.images("https/proxies")) {
    if (image.kind == "acme") {
      acme.push_back(image.image);
    }
  }
  return known.running(acme);
}

bool issues_certificates(const Known& known) {
  return in_traefik_files(known, Patterns({R"((?i)^\s*acme\s*:)"}))
         || !certificate_clients(known).empty()
         || std::any_of(known.active.begin(), known.active.end(),
                        [](const model::Service* service) {
                          return base::contains(command_text(*service), ".acme.");
                        });
}

struct Listeners {
  bool tls = false;
  bool plain_without_redirect = false;
  bool automatic = false; ///< the server gets its certificates by itself
  std::vector<model::Evidence> evidence;
};

bool published(const Known& known, const std::string& service) {
  return std::any_of(known.http.begin(), known.http.end(),
                     [&](const model::Service* each) { return each->name == service; });
}

Listeners listeners(const Known& known) {
  Listeners out;
  for (const model::ProxyConfig& proxy : known.subjects.proxies) {
    // Behind another proxy plain HTTP is how it is done.
    if (!published(known, proxy.service)) {
      continue;
    }
    for (const model::ProxyServer& server : proxy.servers) {
      // Traefik's entry points without a router, such as the one for metrics, answer nothing.
      const bool answers = proxy.kind != "traefik" || server.locations.size() > 1;
      for (const model::ProxyListener& listener : server.listeners) {
        if (listener.tls) {
          out.tls = true;
          out.automatic = out.automatic || proxy.kind == "caddy";
          // A router for all entry points has TLS on the one for plain HTTP as well.
          if (listener.port != 80) {
            out.evidence.push_back(
                rules::at(listener.span, "TLS on port " + std::to_string(listener.port)));
          }
        } else if (answers && !server.redirects_to_https) {
          out.plain_without_redirect = true;
        }
      }
    }
  }
  return out;
}

bool is_tls_port(const model::Port& port) {
  return port.target == 443 || port.target == 8443 || port.published == "443"
         || port.published == "8443";
}

/// The image's own web server, which nobody here sees, may end TLS on a port that is meant for it.
bool may_end_tls(const Known& known, const std::string& name) {
  const model::Service* service =
      known.subjects.project ? known.subjects.project->service(name) : nullptr;
  return service != nullptr && !is_read(known, name)
         && std::any_of(service->ports.begin(), service->ports.end(),
                        [](const auto& port) { return is_tls_port(port.value); });
}

const model::Service* tunnel(const Known& known) {
  for (const model::Service* service : known.active) {
    if (rules::proxy_kind(*service, known.context) == "tunnel") {
      return service;
    }
  }
  return nullptr;
}

Ground published_plainly(const Known& known) {
  Ground ground;
  const model::Service& first = *known.http.front();
  const auto* port = web_port(known, first);
  ground.evidence = {port == nullptr ? rules::at(first.name_span, first.name)
                                     : rules::at(port->span, rules::written(port->value))};
  ground.summary = "plain HTTP  " + model::place_of(ground.evidence.front());
  ground.reason = names_of(known.http) + " is published without TLS anywhere on the way.";
  ground.next_step = "put a proxy that gets certificates by itself (Traefik, Caddy) in front of "
                     + first.name + " and publish only its port 443";
  return ground;
}

Ground not_known(const Known& known, const model::Service& service) {
  const std::string ask = "docker secaudit attest C4 --by NAME --evidence LINK";
  const auto* port = web_port(known, service);
  if (port == nullptr) {
    return {
        service.name + " is on the host's network, its ports are not known",
        "What " + service.name
            + " listens on, whether it speaks HTTP and whether with TLS, is not in these files.",
        {place_of_service(service)},
        ask};
  }
  const std::string text = rules::written(port->value);
  return {service.name + " publishes " + text + ", protocol not known",
          "Port " + text + " of " + service.name
              + " is published; whether it speaks HTTP, and whether with TLS, is not in these "
                "files.",
          {rules::at(port->span, text)},
          ask};
}

Ground with_tls(const Known& known, const Listeners& seen, std::vector<model::Evidence> evidence,
                Grounds& grounds) {
  const Outcomes weak = outcomes_of(known, {"CO312", "PX103", "PX302", "PX303", "PX304", "PX305"});
  std::vector<std::string> flaws;
  const bool automatic = seen.automatic || issues_certificates(known);
  if (seen.plain_without_redirect && !traefik_redirect(known)) {
    flaws.emplace_back("no redirect from HTTP");
  }
  if (!automatic) {
    flaws.emplace_back("nobody renews the certificate");
  }
  for (const model::Finding* finding : weak.open) {
    grounds.rules.push_back(finding->rule);
    std::string flaw = base::to_lower(finding->title);
    if (finding->rule != "PX302" && std::find(flaws.begin(), flaws.end(), flaw) == flaws.end()) {
      flaws.push_back(std::move(flaw));
    }
  }
  Ground ground;
  ground.evidence = std::move(evidence);
  if (flaws.empty()) {
    ground.summary = "TLS with automatic certificates";
    ground.reason = "What is published is reached through TLS, certificates renew themselves.";
    return ground;
  }
  ground.summary = "TLS, but " + listed(flaws, 2);
  ground.reason = "TLS is there, but: " + listed(flaws, 6) + ".";
  // The step is for the flaw that is named first.
  const bool redirect = flaws.front() == "no redirect from HTTP";
  const auto found =
      std::find_if(weak.open.begin(), weak.open.end(), [&](const model::Finding* finding) {
        return (finding->rule == "PX302") == redirect;
      });
  ground.next_step = flaws.front() == "nobody renews the certificate"
                         ? "let an ACME client renew the certificate (Traefik, Caddy, certbot)"
                     : found != weak.open.end() ? (*found)->remedy
                                                : "redirect plain HTTP to HTTPS";
  return ground;
}

void decide_tls(const Known& known, const Listeners& seen, std::vector<model::Evidence> evidence,
                Grounds& grounds) {
  Ground ground = with_tls(known, seen, std::move(evidence), grounds);
  (ground.next_step.empty() ? grounds.strong : grounds.partial) = std::move(ground);
}

} // namespace

Grounds C4(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  Outcomes plain = outcomes_of(known, {"CO307", "PX301"});
  const auto doubtful =
      std::stable_partition(plain.open.begin(), plain.open.end(), [&](const auto* finding) {
        return !may_end_tls(known, finding->subject);
      });
  std::string by_image = doubtful == plain.open.end() ? "" : (*doubtful)->subject;
  for (const model::Service* service : known.http) {
    by_image = by_image.empty() && may_end_tls(known, service->name) ? service->name : by_image;
  }
  plain.open.erase(doubtful, plain.open.end());
  grounds.rules.assign(plain.rules.begin(), plain.rules.end());
  Listeners seen = listeners(known);
  std::vector<model::Evidence> evidence = seen.evidence;
  const bool tls = traefik_tls(known, evidence) || seen.tls;
  // A port alone is no proof of plain HTTP where a client gets certificates for somebody.
  const bool certified =
      !certificate_clients(known).empty() && !plain.worst_at_least(model::Severity::high);
  if (!plain.open.empty() && plain.worst_at_least(model::Severity::medium) && !certified
      && (tls || unseen_proxy(known).empty())) {
    grounds.contrary = ground_of(plain.open);
  } else if (const model::Service* through = tunnel(known); through != nullptr && !tls) {
    grounds.weak = Ground{"TLS ends at the tunnel of " + through->name,
                          "",
                          {place_of_service(*through)},
                          "docker secaudit attest C4 --by NAME --evidence LINK"};
  } else if (known.http.empty()) {
    if (tls) {
      decide_tls(known, seen, std::move(evidence), grounds);
    } else if (const model::Service* other = unknown_protocol(known)) {
      grounds.weak = not_known(known, *other);
    } else {
      grounds.inapplicable = Ground{"nothing that speaks HTTP is published", "", {}, ""};
    }
  } else if (tls) {
    decide_tls(known, seen, std::move(evidence), grounds);
  } else if (const std::string proxy = unseen_proxy(known); !proxy.empty()) {
    grounds.unreadable =
        Ground{"the configuration of " + proxy + " is not here",
               "What " + proxy
                   + " is configured by is mounted from a place that is not there, so "
                     "nobody can tell whether it ends TLS.",
               {},
               "run the audit where the configuration lies, or correct the path of its mount"};
  } else if (!by_image.empty()) {
    grounds.weak =
        Ground{by_image + " has a port for TLS; its server is in the image",
               by_image
                   + " publishes a port that is usually for TLS, but the configuration that "
                     "would show it is inside the image.",
               {place_of_service(*known.subjects.project->service(by_image))},
               "docker secaudit attest C4 --by NAME --evidence LINK"};
  } else if (const auto clients = certificate_clients(known); !clients.empty()) {
    grounds.weak =
        Ground{clients.front()->name + " gets certificates; for which host is not here",
               "Service " + clients.front()->name
                   + " gets certificates, but no server that uses one is in these files.",
               {place_of_service(*clients.front())},
               "docker secaudit attest C4 --by NAME --evidence LINK"};
  } else if (only_loopback(known)) {
    grounds.weak = Ground{"published on loopback only; TLS must end on the host",
                          "The HTTP ports are bound to loopback, so TLS has to end in a proxy on "
                          "the host that these files do not show.",
                          {},
                          "docker secaudit attest C4 --by NAME --evidence LINK"};
  } else {
    grounds.absent = {"a listener with TLS in a proxy configuration", "Traefik routers with TLS",
                      "an ACME client"};
    grounds.missing = published_plainly(known);
  }
  return grounds;
}

} // namespace secaudit::audit
