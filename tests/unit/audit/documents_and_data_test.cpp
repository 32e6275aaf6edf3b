// SPDX-License-Identifier: Apache-2.0
// Ages of documents (C10, C11, H15), what counts as data (C5), and logs of the host (C6).
#include <string>

#include "catch.hpp"
#include "project.hpp"

using namespace secaudit;
using namespace secaudit::audit_test;
using model::Verdict;

namespace {

model::ProjectTree::Document document(const std::string& file, std::string text) {
  model::ProjectTree::Document out;
  out.file = model::FileName(file);
  out.text = std::move(text);
  return out;
}

/// A project whose incident plan is complete and linked.
model::Subjects with_plan() {
  model::Subjects all = subjects({service("web", "nginx:1", 2)});
  all.tree->documents = {
      document("SECURITY.md",
               "# Security\nWe scan, patch and keep a checklist.\n"
               "# Incident response\n\nReport to security@shop.test. Triage by "
               "severity. Contain: isolate the host. Patch. Restore. Post-mortem.\n"),
      document("README.md", "See [SECURITY.md](SECURITY.md).")};
  return all;
}

Verdict backup_verdict(const model::Service& app) {
  model::Subjects all = subjects({app});
  all.project->directory = "/srv/shop";
  return decided(all, "C5").verdict;
}

audit::Policy aged(model::DocumentAges::Source source, std::optional<base::Date> day = {}) {
  audit::Policy out = policy();
  out.ages.source = source;
  if (day) {
    out.ages.changed = {{"SECURITY.md", *day}};
  }
  return out;
}

using Source = model::DocumentAges::Source;

} // namespace

TEST_CASE("C11 and H15: a document that nobody touched for a year is stale") {
  const model::Subjects all = with_plan();
  const audit::Policy fresh = aged(Source::history, base::Date{2025, 11, 25});
  CHECK(decided(all, "C11", fresh).verdict == Verdict::pass);
  CHECK(decided(all, "C11", fresh).reason.find("last changed on 2025-11-25") != std::string::npos);
  CHECK(decided(all, "H15", fresh).verdict == Verdict::pass);
  const audit::Policy stale = aged(Source::history, base::Date{2025, 11, 24});
  CHECK(decided(all, "C11", stale).verdict == Verdict::warn);
  CHECK(decided(all, "C11", stale).summary.find("untouched for more than a year")
        != std::string::npos);
  CHECK(decided(all, "H15", stale).verdict == Verdict::warn);
}

TEST_CASE("C11: an age that git does not tell is said and decides nothing") {
  const model::Subjects all = with_plan();
  const auto [source, words] = GENERATE(std::pair(Source::history, "no commit has it"),
                                        std::pair(Source::shallow, "is shallow"),
                                        std::pair(Source::none, "there is no git repository"));
  CHECK(decided(all, "C11", aged(source)).verdict == Verdict::pass);
  CHECK(decided(all, "C11", aged(source)).reason.find(words) != std::string::npos);
}

TEST_CASE("C5: folders of the host outside of the project are data, those of its system are not") {
  model::Service app = service("app", "example/app:1", 2);
  app.volumes.push_back(mount("bind", "/root/n8n/.n8n", "/home/node/.n8n"));
  CHECK(backup_verdict(app) == Verdict::fail);
  for (const char* source : {"/usr/share/zoneinfo", "/", "/proc", "/var/run/app", "/srv/app.conf",
                             "/srv/shop/site", "/srv/letsencrypt"}) {
    INFO(source);
    app.volumes[0].value.source = source;
    app.volumes[0].value.target = "/opt/x";
    CHECK(backup_verdict(app) == Verdict::not_applicable);
  }
  app.volumes[0].value.source = "/etc/pihole/";
  app.volumes[0].value.target = "/etc/pihole/";
  CHECK(backup_verdict(app) == Verdict::fail);
  app.volumes[0].value.source = "/etc/ssl";
  app.volumes[0].value.target = "/etc/ssl";
  CHECK(backup_verdict(app) == Verdict::not_applicable);
}

TEST_CASE("C5: dashboards and settings of a tool are data, challenges of certbot are none") {
  model::Service app = service("grafana", "grafana/grafana:12.0.2", 2);
  app.volumes.push_back(mount("volume", "grafana_data", "/var/lib/grafana"));
  CHECK(backup_verdict(app) == Verdict::fail);
  model::Service prometheus = service("prometheus", "prom/prometheus:v3", 2);
  prometheus.volumes.push_back(mount("volume", "prometheus_data", "/prometheus"));
  CHECK(backup_verdict(prometheus) == Verdict::not_applicable);
  model::Service certbot = service("certbot", "certbot/certbot:v3", 2);
  certbot.volumes.push_back(mount("volume", "site", "/var/www/certbot/shop.test"));
  CHECK(backup_verdict(certbot) == Verdict::not_applicable);
}

TEST_CASE("C6: the host's journal holds containers' logs only where their driver writes there") {
  model::Service alloy = service("alloy", "grafana/alloy:v1", 20);
  alloy.volumes.push_back(mount("bind", "/var/log/journal", "/var/log/journal"));
  const model::Service loki = service("loki", "grafana/loki:3", 30);
  CHECK(decided(subjects({alloy, loki}), "C6").verdict == Verdict::attest);
  model::Subjects all = subjects({alloy, loki});
  for (model::Service& each : all.project->services) {
    each.logging = sourced(model::Logging{"journald", {}, {}}, 3);
  }
  CHECK(decided(all, "C6").verdict == Verdict::pass);
}

TEST_CASE("C9: a Prometheus that watches only itself is told by its name") {
  model::Subjects all = subjects({service("prometheus", "prom/prometheus:v3", 8)});
  all.tree->documents = {document("prometheus.yml", "targets: ['localhost:9090']\n")};
  const auto item = decided(all, "C9");
  CHECK(item.verdict == Verdict::fail);
  CHECK(item.summary == "prometheus scrapes no service of the project");
}

TEST_CASE("C3: a password inside of a command or a configuration is supplied at deploy time") {
  model::Subjects all = subjects({service("gitlab", "gitlab/gitlab-ce:19", 2)});
  CHECK(decided(all, "C3").verdict == Verdict::not_applicable);
  all.project->unset_variables = {variable("GITLAB_HOST", "", 5)};
  CHECK(decided(all, "C3").verdict == Verdict::not_applicable);
  all.project->unset_variables.push_back(variable("GITLAB_ROOT_PASSWORD", "", 6));
  CHECK(decided(all, "C3").verdict == Verdict::attest);
}
