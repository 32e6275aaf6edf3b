// SPDX-License-Identifier: Apache-2.0
// C4 and C8: what is decided from proxies and from the application's code.
#include <string>

#include "catch.hpp"
#include "project.hpp"

using namespace secaudit;
using namespace secaudit::audit_test;
using model::Verdict;

namespace {

model::Service web(unsigned target = 80) {
  model::Service out = service("web", "nginx:1.29", 2);
  out.ports.push_back(port("80", target, 4));
  return out;
}

/// nginx of the service web with one location that passes on to `upstream` ("" = files).
model::ProxyConfig nginx(const std::string& upstream, bool limited, const std::string& at = "web") {
  model::ProxyConfig out;
  out.kind = "nginx";
  out.service = at;
  out.file = model::FileName("nginx.conf");
  model::ProxyServer server;
  server.span = span("nginx.conf", 1);
  server.listeners.push_back({"", 80, false, true, span("nginx.conf", 2)});
  model::ProxyLocation own;
  own.span = server.span;
  server.locations.push_back(own);
  model::ProxyLocation location;
  location.path = "/api/";
  location.upstream = upstream;
  location.span = span("nginx.conf", 3);
  if (limited) {
    location.limits.push_back({"api", "$binary_remote_addr", "10r/s", false, location.span});
  }
  server.locations.push_back(location);
  out.servers.push_back(server);
  return out;
}

model::ProjectTree::Document source(const std::string& file, std::string text) {
  return {model::FileName(file), std::move(text)};
}

} // namespace

TEST_CASE("C8: limits of the proxies that are reached, and of those behind them") {
  model::Subjects all = subjects(
      {web(), service("inner", "nginx:1.29", 8), service("backend", "example/backend:1", 12)});
  all.proxies = {nginx("http://backend:5000", false)};
  CHECK(decided(all, "C8").verdict == Verdict::fail);
  all.proxies = {nginx("http://backend:5000", true)};
  CHECK(decided(all, "C8").verdict == Verdict::pass);
  // The outer one passes everything on to one that limits.
  all.proxies = {nginx("http://inner", false), nginx("http://backend:5000", true, "inner")};
  CHECK(decided(all, "C8").verdict == Verdict::pass);
  all.proxies = {nginx("http://inner", false), nginx("http://backend:5000", false, "inner")};
  CHECK(decided(all, "C8").verdict == Verdict::fail);
  // Files only.
  all.proxies = {nginx("", false)};
  CHECK(decided(all, "C8").verdict == Verdict::not_applicable);
}

TEST_CASE("C8: a limiter in the application counts when it is attached") {
  struct Case {
    const char* file;
    const char* text;
    Verdict verdict;
  };
  const auto one = GENERATE(
      Case{"app.py", "limiter = Limiter(key, app=app)\n", Verdict::warn},
      Case{"app.py", "limiter = Limiter(key, app=app, default_limits=['9/minute'])\n",
           Verdict::pass},
      Case{"app.py", "limiter = Limiter(key)\n@limiter.limit('1/second')\n", Verdict::pass},
      Case{"app.py",
           "RATELIMIT_ENABLED = False\nlimiter = Limiter(key)\n@limiter.limit('1/second')\n",
           Verdict::warn},
      Case{"app.py", "workers = 4\nlimiter = Limiter(key)\n@limiter.limit('1/second')\n",
           Verdict::warn},
      Case{"app.py",
           "workers = 4\nlimiter = Limiter(key, storage_uri='redis://r')\n@limiter.limit('1/s')\n",
           Verdict::pass},
      Case{"app.py", "# limiter = Limiter(key, default_limits=['9/minute'])\n", Verdict::fail},
      Case{"server.js", "const limiter = rateLimit({ windowMs: 1 })\napp.use('/api', limiter)\n",
           Verdict::pass},
      Case{"server.js", "const limiter = rateLimit({ windowMs: 1 })\n", Verdict::warn},
      Case{"app.module.ts", "ThrottlerModule.forRoot([])\n", Verdict::warn},
      Case{"settings.py", "AXES_FAILURE_LIMIT = 5\n", Verdict::warn});
  model::Subjects all = subjects({web(8000)});
  all.tree->sources = {source(one.file, one.text)};
  INFO(one.text);
  CHECK(decided(all, "C8").verdict == one.verdict);
}

TEST_CASE("C4: a proxy whose configuration is not here is no failure") {
  model::Subjects all = subjects({web()});
  CHECK(decided(all, "C4").verdict == Verdict::fail);
  all.gaps.push_back(
      {"proxy", "web", "the mounted configuration ./site.conf is not there", {}, ""});
  CHECK(decided(all, "C4").verdict == Verdict::unknown);
  all.proxies = {nginx("http://backend:5000", false)};
  CHECK(decided(all, "C4").verdict == Verdict::fail);
}

TEST_CASE("C4: the server inside an image may end TLS on its own port") {
  model::Service app = service("app", "example/groupware:1", 2);
  app.ports.push_back(port("80", 80, 4));
  CHECK(decided(subjects({app}), "C4").verdict == Verdict::fail);
  app.ports.push_back(port("443", 443, 5));
  CHECK(decided(subjects({app}), "C4").verdict == Verdict::attest);
}

TEST_CASE("C1 passes when findings only went away since the review") {
  model::Subjects all = subjects({web()});
  audit::Policy with = policy();
  const auto report = audit::run(all, rules::catalogue(), with);
  REQUIRE_FALSE(report.findings.empty());
  // A complete scan: one image, nothing left out, vulnerabilities looked up.
  model::ImageUse use;
  use.service = "web";
  use.reference = "nginx:1.29";
  use.image = model::Image{};
  all.images = {use};
  all.coverage = {model::VulnerabilityCoverage{}};
  audit::Attestation seen;
  seen.item = "C1";
  seen.by = "jane";
  seen.statement = "read";
  seen.on = {2026, 11, 10};
  seen.expires = {2026, 12, 10};
  seen.report = std::string(64, 'a');
  with.attestations = {seen};
  const auto again = audit::run(all, rules::catalogue(), with);
  for (const model::Finding& finding : again.findings) {
    with.past[finding.fingerprint].first = {2026, 11, 1};
  }
  CHECK(decided(all, "C1", with).verdict == Verdict::pass);
  with.past[again.findings.front().fingerprint].first = {2026, 11, 20};
  const auto changed = decided(all, "C1", with);
  CHECK(changed.verdict == Verdict::warn);
  CHECK(changed.summary == "1 new since review of 2026-11-10");
}

TEST_CASE("C4 and C8: a published port of an unknown protocol is asked about") {
  model::Service app = service("app", "example/app:1", 2);
  app.ports.push_back(port("5678", 5678, 4));
  CHECK(decided(subjects({app}), "C4").verdict == Verdict::attest);
  CHECK(decided(subjects({app}), "C8").verdict == Verdict::attest);
  app.ports[0].value.target = 25;
  CHECK(decided(subjects({app}), "C8").verdict == Verdict::not_applicable);
}

TEST_CASE("C4: a Traefik that is elsewhere does not stand before a port that is published here") {
  model::Service app = service("app", "example/app:1", 2);
  app.labels = {variable("traefik.http.routers.app.tls", "true")};
  app.ports.push_back(port("8080", 8080, 4));
  CHECK(decided(subjects({app}), "C4").verdict == Verdict::fail);
}

TEST_CASE("C8: the advice is for the proxy that is there") {
  model::Service app = service("app", "example/app:1", 2);
  app.ports.push_back(port("80", 80, 4));
  CHECK(decided(subjects({app}), "C8").next_step.starts_with("limit in the application"));
  CHECK(decided(subjects({service("edge", "traefik:v3", 8), app}), "C8").next_step.find("rateLimit")
        != std::string::npos);
}

TEST_CASE("C4: an ACME client beside a server that is not understood is asked about") {
  model::Service app = service("app", "example/app:1", 2);
  app.ports.push_back(port("80", 80, 4));
  const auto beside =
      decided(subjects({app, service("acme", "nginxproxy/acme-companion:2", 8)}), "C4");
  CHECK(beside.verdict == Verdict::attest);
  CHECK(std::none_of(beside.absent.begin(), beside.absent.end(),
                     [](const std::string& each) { return each == "an ACME client"; }));
}

TEST_CASE("C4 and C8: a health check over HTTP says nothing of a published port for SSH") {
  model::Service forge = service("forge", "example/forge:1", 2);
  forge.ports.push_back(port("2222", 22, 4));
  model::Healthcheck check;
  check.test = {"CMD-SHELL", "curl -sf http://localhost:3000/api/v1/version || exit 1"};
  forge.healthcheck = sourced(check, 5);
  CHECK(decided(subjects({forge}), "C4").verdict == Verdict::not_applicable);
  CHECK(decided(subjects({forge}), "C8").verdict == Verdict::not_applicable);
  forge.ports.push_back(port("3333", 3000, 6));
  const auto plain = decided(subjects({forge}), "C4");
  CHECK(plain.verdict == Verdict::fail);
  REQUIRE_FALSE(plain.evidence.empty());
  CHECK(model::place_of(plain.evidence.front()) == "compose.yaml:6:1");
}

TEST_CASE("C4 and C8: a service on the host's network is asked about") {
  model::Service agent = service("agent", "example/agent:1", 2);
  agent.network_mode = sourced(std::string("host"), 3);
  CHECK(decided(subjects({agent}), "C4").verdict == Verdict::attest);
  CHECK(decided(subjects({agent}), "C8").verdict == Verdict::attest);
}

TEST_CASE("C4: the web console of a broker speaks HTTP, its own port does not") {
  model::Service broker = service("broker", "rabbitmq:4-management", 2);
  broker.ports.push_back(port("5672", 5672, 4));
  CHECK(decided(subjects({broker}), "C4").verdict == Verdict::not_applicable);
  broker.ports.push_back(port("15672", 15672, 5));
  CHECK(decided(subjects({broker}), "C4").verdict == Verdict::fail);
}

TEST_CASE("C8: a limit may stand in a proxy that is not here") {
  model::Subjects all = subjects({web()});
  all.gaps.push_back(
      {"proxy", "web", "the mounted configuration ./site.conf is not there", {}, ""});
  CHECK(decided(all, "C8").verdict == Verdict::unknown);
  model::Service local = service("app", "example/app:1", 2);
  local.ports.push_back(port("8080", 8080, 4, "127.0.0.1"));
  CHECK(decided(subjects({local}), "C8").verdict == Verdict::attest);
}
