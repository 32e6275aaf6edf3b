// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"

#include "catch.hpp"
#include "project.hpp"

using namespace secaudit;
using namespace secaudit::audit_test;
using model::Verdict;

namespace {

model::Service postgres() {
  model::Service db = service("db", "postgres:16", 2);
  db.volumes.push_back(mount("volume", "data", "/var/lib/postgresql/data"));
  return db;
}

model::Service dumper(const std::string& target) {
  model::Service out =
      service("dump", "registry.local/prodrigestivill/postgres-backup-local:16", 20);
  out.environment = {variable("POSTGRES_HOST", target), variable("SCHEDULE", "@daily")};
  return out;
}

audit::Attestation attestation(const std::string& item, base::Date on, base::Date expires) {
  audit::Attestation out;
  out.item = item;
  out.by = "jane";
  out.statement = "restored last night's dump";
  out.on = on;
  out.expires = expires;
  return out;
}

model::ProjectTree::Document document(const std::string& name, const std::string& text) {
  return {model::FileName(name), text};
}

} // namespace

TEST_CASE("the checklist has its rows in their order, whatever was read") {
  model::Subjects nothing;
  nothing.scope = model::Subjects::Scope::files;
  const model::Report report = audit::run(nothing, rules::catalogue(), policy());
  REQUIRE(report.checklist.size() == 12);
  REQUIRE(report.hardening.size() == 16);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(report.checklist[i].id == "C" + std::to_string(i + 1));
  }
  for (std::size_t i = 0; i < 16; ++i) {
    CHECK(report.hardening[i].id == "H" + std::to_string(i + 1));
  }
  CHECK(item(report, "C1").verdict == Verdict::unknown);
  CHECK(item(report, "C2").verdict == Verdict::unknown);
  CHECK(item(report, "C4").verdict == Verdict::unknown);
  CHECK(item(report, "H5").verdict == Verdict::unknown);
}

TEST_CASE("every failed or undecided item says what to do next") {
  model::Service web = service("web", "nginx:1.27", 10);
  web.ports.push_back(port("80", 80, 12));
  const model::Report report =
      audit::run(subjects({postgres(), web}), rules::catalogue(), policy());
  for (const model::ChecklistItem& each : report.checklist) {
    INFO(each.id << " " << each.summary);
    CHECK_FALSE(each.summary.empty());
    if (each.verdict == Verdict::fail || each.verdict == Verdict::warn) {
      CHECK_FALSE(each.next_step.empty());
    }
  }
}

TEST_CASE("C1 is never passed without an acknowledgement of this very report") {
  model::Subjects all = subjects({service("web", "nginx:1.27", 2)});
  model::ImageUse use;
  use.service = "web";
  use.reference = "nginx:1.27";
  use.image = model::Image{};
  use.image->layers.resize(1);
  use.image->layers[0].scanned = true;
  all.images = {use};
  CHECK(decided(all, "C1").verdict == Verdict::unknown); // nobody looked up vulnerabilities
  all.coverage = {{"nginx:1.27", 3, 3, {}}};
  CHECK(decided(all, "C1").verdict == Verdict::attest);

  audit::Policy with = policy();
  audit::Attestation seen = attestation("C1", {2026, 11, 20}, {2026, 12, 20});
  with.attestations = {seen};
  CHECK(decided(all, "C1", with).verdict == Verdict::attest); // names no report
  with.attestations[0].report = "0123456789abcdef";
  CHECK(decided(all, "C1", with).verdict == Verdict::warn);
  with.attestations[0].report = audit::run(all, rules::catalogue(), policy()).report_id;
  CHECK(decided(all, "C1", with).verdict == Verdict::pass);

  all.gaps.push_back({"image", "web", "layer 2 could not be read", {}, ""});
  CHECK(decided(all, "C1", with).verdict == Verdict::unknown);
}

TEST_CASE("C2 counts a fault once and looks at severity and fixes") {
  model::Subjects all = subjects({});
  CHECK(decided(all, "C2").verdict == Verdict::unknown);
  all.coverage = {{"web", 10, 10, {}, {}}};
  model::ImageUse use;
  use.reference = "web";
  use.image = model::Image{};
  all.images = {use};
  CHECK(decided(all, "C2").verdict == Verdict::pass);
  model::Vulnerability high;
  high.id = "CVE-2026-1";
  high.package = "openssl";
  high.version = "3.0.1";
  high.image = "web";
  high.severity = model::Severity::high;
  high.fixed = "3.0.2";
  high.sources = {"osv"};
  all.vulnerabilities = {high, high};
  const auto warned = decided(all, "C2");
  CHECK(warned.verdict == Verdict::warn);
  CHECK(warned.summary.find("1 HIGH") != std::string::npos);
  CHECK(warned.next_step.find("3.0.2") != std::string::npos);
  all.vulnerabilities[1].severity = model::Severity::critical;
  all.vulnerabilities[1].id = "CVE-2026-2";
  CHECK(decided(all, "C2").verdict == Verdict::fail);
  all.vulnerabilities.clear();
  all.coverage[0].not_covered = {"alpine"};
  CHECK(decided(all, "C2").verdict == Verdict::unknown);
}

TEST_CASE("C3 judges what is in force and never shows it") {
  model::Subjects all = subjects({service("web", "nginx:1.27", 2)});
  CHECK(decided(all, "C3").verdict == Verdict::not_applicable);
  model::PasswordJudgement judged;
  judged.name = "DB_PASSWORD";
  judged.service = "web";
  judged.masked = "hu… (7 characters)";
  judged.reason = "7 characters, 16 expected";
  judged.span = span(".env", 3);
  using Strength = model::PasswordJudgement::Strength;
  const std::pair<Strength, Verdict> table[] = {{Strength::strong, Verdict::pass},
                                                {Strength::borderline, Verdict::warn},
                                                {Strength::weak, Verdict::fail},
                                                {Strength::empty, Verdict::warn},
                                                {Strength::not_here, Verdict::attest}};
  for (const auto& [strength, verdict] : table) {
    judged.strength = strength;
    all.passwords = {judged};
    CHECK(decided(all, "C3").verdict == verdict);
  }
  judged.strength = Strength::weak;
  all.passwords = {judged};
  CHECK(decided(all, "C3").summary.find(".env:3") != std::string::npos);
  all.project->services[0].active = false;
  CHECK(decided(all, "C3").verdict == Verdict::not_applicable);
}

TEST_CASE("C5 wants a scheduled writer for each datastore") {
  CHECK(decided(subjects({service("web", "nginx:1", 2)}), "C5").verdict == Verdict::not_applicable);
  CHECK(decided(subjects({postgres()}), "C5").verdict == Verdict::fail);
  const auto covered = decided(subjects({postgres(), dumper("db")}), "C5");
  CHECK(covered.verdict == Verdict::warn);
  CHECK(covered.summary.find("same host only") != std::string::npos);

  SECTION("another host's database is not ours") {
    CHECK(decided(subjects({postgres(), dumper("elsewhere")}), "C5").verdict == Verdict::fail);
  }
  SECTION("a writer on another network reaches nothing") {
    model::Service far = dumper("db");
    far.networks[0].value = "other";
    CHECK(decided(subjects({postgres(), far}), "C5").verdict == Verdict::fail);
  }
  SECTION("a writer that never starts writes nothing") {
    model::Service asleep = dumper("db");
    asleep.active = false;
    CHECK(decided(subjects({postgres(), asleep}), "C5").verdict == Verdict::fail);
  }
  SECTION("a dump inside the container goes with it") {
    model::Service own = service("cron", "postgres:17", 40);
    model::CommandLine line;
    line.words = {"sh", "-c", "while true; do pg_dump -h db app > /tmp/app.sql; sleep 86400; done"};
    own.command = sourced(line, 41);
    const auto inside = decided(subjects({postgres(), own}), "C5");
    CHECK(inside.verdict == Verdict::fail);
    own.volumes.push_back(mount("volume", "dumps", "/tmp"));
    CHECK(decided(subjects({postgres(), own}), "C5").verdict != Verdict::pass);
  }
  SECTION("the advice names the tool of the server") {
    CHECK(decided(subjects({service("db", "mongo:8", 2)}), "C5").next_step.find("mongodump")
          != std::string::npos);
    CHECK(decided(subjects({service("db", "mariadb:11", 2)}), "C5").next_step.find("mariadb-dump")
          != std::string::npos);
  }
  SECTION("a cache needs none") {
    CHECK(decided(subjects({service("cache", "redis:7", 2)}), "C5").verdict
          == Verdict::not_applicable);
  }
  SECTION("carried off the host") {
    model::Service dump = dumper("db");
    dump.volumes.push_back(mount("volume", "dumps", "/backups"));
    model::Service away = service("offsite", "mazzolino/restic:1.8.0", 40);
    away.environment = {variable("BACKUP_CRON", "0 1 * * *"),
                        variable("RESTIC_REPOSITORY", "s3:https://store.example/dumps")};
    away.volumes.push_back(mount("volume", "dumps", "/backups"));
    CHECK(decided(subjects({postgres(), dump, away}), "C5").verdict == Verdict::pass);
  }
}

TEST_CASE("C6 needs an address or a shipper with a store") {
  model::Service web = service("web", "nginx:1", 2);
  CHECK(decided(subjects({web}), "C6").verdict == Verdict::fail);
  model::Logging logging;
  logging.driver = "json-file";
  logging.options = {{"max-size", "10m"}};
  web.logging = sourced(logging, 4);
  CHECK(decided(subjects({web}), "C6").verdict == Verdict::fail);
  web.logging->value = {"syslog", {}, {}};
  CHECK(decided(subjects({web}), "C6").verdict == Verdict::fail);
  for (const char* here : {"tcp://localhost:514", "udp://127.0.0.1:514", "tcp://[::1]:514",
                           "unix:///dev/log", "unixgram:///dev/log"}) {
    INFO(here);
    web.logging->value.options["syslog-address"] = here;
    CHECK(decided(subjects({web}), "C6").verdict == Verdict::fail);
    CHECK(decided(subjects({web, service("loki", "grafana/loki:3", 30)}), "C6").verdict
          == Verdict::warn);
  }
  web.logging->value.options["syslog-address"] = "tcp://logs.example:514";
  CHECK(decided(subjects({web}), "C6").verdict == Verdict::pass);
  CHECK(decided(subjects({web, service("worker", "nginx:1", 9)}), "C6").verdict == Verdict::warn);

  model::Service later = service("web", "nginx:1", 2);
  model::Subjects unset = subjects({later});
  unset.project->diagnostics = {{span("compose.yaml", 4),
                                 "services.web.logging.options.gelf-address: required variable X "
                                 "without a value",
                                 "", true, "services.web.logging.options.gelf-address", "X"}};
  CHECK(decided(unset, "C6").verdict == Verdict::unknown);
  unset.project->services[0].logging = sourced(model::Logging{"gelf", {}, {}}, 3);
  CHECK(decided(unset, "C6").verdict == Verdict::pass);

  model::Service alloy = service("alloy", "grafana/alloy:v1", 20);
  alloy.volumes.push_back(mount("bind", "/var/run/docker.sock", "/var/run/docker.sock"));
  model::Service plain = service("web", "nginx:1", 2);
  CHECK(decided(subjects({plain, alloy}), "C6").verdict == Verdict::warn);
  CHECK(decided(subjects({plain, alloy, service("loki", "grafana/loki:3", 30)}), "C6").verdict
        == Verdict::pass);
}

TEST_CASE("C7 wants memory, CPU and processes limited") {
  model::Service web = service("web", "nginx:1", 2);
  CHECK(decided(subjects({web}), "C7").verdict == Verdict::fail);
  web.limits.memory = sourced(std::string("0"), 5);
  CHECK(decided(subjects({web}), "C7").verdict == Verdict::fail);
  web.limits.memory->value = "134217728";
  CHECK(decided(subjects({web}), "C7").verdict == Verdict::warn);
  web.limits.cpus = sourced(std::string("0.5"), 6);
  CHECK(decided(subjects({web}), "C7").verdict == Verdict::warn);
  web.limits.pids = sourced(std::int64_t{100}, 7);
  CHECK(decided(subjects({web}), "C7").verdict == Verdict::pass);
}

TEST_CASE("C9 wants something that measures and somebody who is told") {
  model::Subjects all =
      subjects({service("web", "nginx:1", 2), service("prometheus", "prom/prometheus:v3", 8)});
  CHECK(decided(all, "C9").verdict == Verdict::fail); // scrapes nothing of the project
  all.tree->documents = {document("prometheus.yml", "targets: ['web:8080']\n")};
  CHECK(decided(all, "C9").verdict == Verdict::warn);
  all.tree->documents.push_back(document("alertmanager.yml", "receivers:\n  # webhook_configs:\n"));
  CHECK(decided(all, "C9").verdict == Verdict::warn);
  all.tree->documents[1].text = "receivers:\n  - name: x\n    webhook_configs:\n";
  CHECK(decided(all, "C9").verdict == Verdict::pass);
}

TEST_CASE("attestations satisfy what no file proves, within their limits") {
  model::Subjects all = subjects({postgres(), dumper("db")});
  all.tree->documents = {document("docs/recovery.md", "# Disaster recovery\n\nRestore it.\n")};
  CHECK(decided(all, "C10").verdict == Verdict::attest);
  audit::Policy with = policy();

  with.attestations = {attestation("C10", {2026, 11, 2}, {2027, 5, 1})};
  const auto attested = decided(all, "C10", with);
  CHECK(attested.verdict == Verdict::pass);
  REQUIRE(attested.attestation.has_value());
  CHECK(attested.summary == "attested by jane until 2027-05-01");

  with.attestations = {attestation("C10", {2026, 5, 1}, {2026, 11, 13})};
  const auto expired = decided(all, "C10", with);
  CHECK(expired.verdict == Verdict::fail);
  CHECK(expired.summary == "attestation by jane expired 12 days ago");
  REQUIRE_FALSE(expired.absent.empty());
  CHECK(expired.absent.back() == "attestation by jane expired 12 days ago");

  with.attestations = {attestation("C10", {2026, 11, 26}, {2027, 5, 1})};
  CHECK(decided(all, "C10", with).verdict == Verdict::attest);
  with.attestations = {attestation("C10", {2026, 11, 1}, {2028, 5, 1})};
  CHECK(decided(all, "C10", with).verdict == Verdict::attest);
  with.attestations = {attestation("C10", {2026, 11, 2}, {2027, 5, 1})};
  with.attestations[0].scope = {"other"};
  CHECK(decided(all, "C10", with).verdict == Verdict::attest);
  with.attestations[0].scope = {"db"};
  CHECK(decided(all, "C10", with).verdict == Verdict::pass);

  with.attestations = {attestation("C10", {2026, 11, 2}, {2026, 12, 5})};
  with.attestations[0].note = "Its evidence docs/drill.md was changed since";
  const auto noted = decided(all, "C10", with);
  CHECK(noted.verdict == Verdict::pass);
  CHECK(noted.reason.ends_with(
      "Its evidence docs/drill.md was changed since. It expires in 10 days."));
  with.attestations[0].problem = "its evidence docs/drill.md is not there any more";
  CHECK(decided(all, "C10", with).verdict == Verdict::attest);
  with.attestations.push_back(attestation("C10", {2026, 11, 20}, {2027, 1, 1}));
  CHECK(decided(all, "C10", with).verdict == Verdict::pass);
}

TEST_CASE("C5 counts data in volumes of services that are no datastores") {
  model::Service app = service("n8n", "n8nio/n8n:1", 2);
  app.volumes.push_back(mount("volume", "n8n_data", "/home/node/.n8n"));
  const auto bare = decided(subjects({app}), "C5");
  CHECK(bare.verdict == Verdict::fail);
  CHECK(bare.summary == "no backup of n8n's volume");
  SECTION("what can be made again is no data") {
    for (const char* target : {"/app/node_modules", "/var/cache/x", "/etc/x", "/var/log/app"}) {
      app.volumes[0].value.target = target;
      CHECK(decided(subjects({app}), "C5").verdict == Verdict::not_applicable);
    }
    app.volumes[0].value.target = "/data";
    app.volumes[0].value.read_only = true;
    CHECK(decided(subjects({app}), "C5").verdict == Verdict::not_applicable);
  }
  SECTION("a proxy's certificates are none either") {
    model::Service proxy = service("proxy", "caddy:2", 9);
    proxy.volumes.push_back(mount("volume", "caddy_data", "/data"));
    CHECK(decided(subjects({proxy}), "C5").verdict == Verdict::not_applicable);
  }
  SECTION("beside a database that is dumped it is a gap") {
    const auto both = decided(subjects({postgres(), dumper("db"), app}), "C5");
    CHECK(both.verdict == Verdict::warn);
    CHECK(both.summary.find("n8n's volume not covered") != std::string::npos);
  }
}

TEST_CASE("C9 does not take a placeholder for a receiver") {
  model::Subjects all =
      subjects({service("web", "nginx:1", 2), service("prometheus", "prom/prometheus:v3", 8)});
  all.tree->documents = {document("prometheus.yml", "targets: ['web:8080']\n"),
                         document("alertmanager.yml",
                                  "receivers:\n  - name: x\n    slack_configs:\n      - api_url: "
                                  "'https://hooks.slack.com/services/<webhook-id>'\n")};
  CHECK(decided(all, "C9").verdict == Verdict::warn);
}

TEST_CASE("contrary evidence beats an attestation, and a waiver only warns") {
  model::Subjects all = subjects({postgres()});
  audit::Policy with = policy();
  with.attestations = {attestation("C10", {2026, 11, 2}, {2027, 5, 1})};
  CHECK(decided(all, "C10", with).verdict == Verdict::fail); // nothing to restore from
  audit::Suppression waiver;
  waiver.rule = "C5";
  waiver.reason = "rebuilt from the ledger";
  with.suppressions = {waiver};
  const auto waived = decided(all, "C5", with);
  CHECK(waived.verdict == Verdict::warn);
  CHECK(waived.summary.find("rebuilt from the ledger") != std::string::npos);
}

TEST_CASE("C11 reads the document") {
  model::Subjects all = subjects({service("web", "nginx:1", 2)});
  CHECK(decided(all, "C11").verdict == Verdict::fail);
  all.tree->documents = {document("SECURITY.md", "# Security\n\nWrite to security@shop.test\n")};
  CHECK(decided(all, "C11").verdict == Verdict::warn);
  const std::string plan =
      "# Incident response\n\nReport to security@shop.test. Triage by severity. "
      "Contain: isolate the host. Patch. Restore. Post-mortem.\n";
  all.tree->documents = {document("SECURITY.md", plan)};
  CHECK(decided(all, "C11").verdict == Verdict::warn); // not linked
  all.tree->documents.push_back(document("README.md", "See [SECURITY.md](SECURITY.md)."));
  CHECK(decided(all, "C11").verdict == Verdict::pass);
  all.tree->documents[0].text += "TODO: name somebody\n";
  CHECK(decided(all, "C11").verdict == Verdict::warn);
  all.tree->documents = {document("examples/SECURITY.md", plan)};
  CHECK(decided(all, "C11").verdict == Verdict::fail);
}

TEST_CASE("C12: content trust by itself protects nothing") {
  model::Service web = service("web", "nginx:1", 2);
  CHECK(decided(subjects({web}), "C12").verdict == Verdict::fail);
  web.environment = {variable("DOCKER_CONTENT_TRUST", "1")};
  CHECK(decided(subjects({web}), "C12").verdict == Verdict::warn);
  web.image->value = "nginx@sha256:" + std::string(64, 'a');
  CHECK(decided(subjects({web}), "C12").verdict == Verdict::warn);
  web.environment.clear();
  const auto pinned = decided(subjects({web}), "C12");
  CHECK(pinned.verdict == Verdict::warn);
  CHECK(pinned.summary == "pinned by digest, not verified");
  CHECK(pinned.next_step.find("cosign verify") != std::string::npos);
  model::Subjects verified = subjects({web});
  verified.tree->documents = {document("deploy.sh", "cosign verify --key k.pub $IMAGE\n")};
  CHECK(decided(verified, "C12").verdict == Verdict::pass);
}

TEST_CASE("H9: a published database fails, on loopback it passes") {
  model::Service db = postgres();
  CHECK(decided(subjects({db}), "H9").verdict == Verdict::pass);
  db.ports.push_back(port("5432", 5432, 7));
  CHECK(decided(subjects({db}), "H9").verdict == Verdict::fail);
  db.ports[0].value.host_ip = "127.0.0.1";
  CHECK(decided(subjects({db}), "H9").verdict == Verdict::pass);
}

TEST_CASE("H1 follows the start commands") {
  model::Subjects all = subjects({service("web", "web:1", 2)});
  CHECK(decided(all, "H1").verdict == Verdict::not_applicable);
  model::StartCommand start;
  start.service = "web";
  start.server = "flask run";
  start.kind = model::StartCommand::Kind::development;
  all.start_commands = {start};
  CHECK(decided(all, "H1").verdict == Verdict::fail);
  all.start_commands[0].kind = model::StartCommand::Kind::unknown;
  CHECK(decided(all, "H1").verdict == Verdict::not_applicable); // an image of others
  all.project->services[0].build.emplace();
  CHECK(decided(all, "H1").verdict == Verdict::unknown);
  all.start_commands[0].kind = model::StartCommand::Kind::production;
  CHECK(decided(all, "H1").verdict == Verdict::pass);
  all.start_commands[0].settings_problems = {"one worker"};
  CHECK(decided(all, "H1").verdict == Verdict::warn);
}

TEST_CASE("C2: exploited faults fail at once, unfixable ones warn, waived ones are named") {
  model::Subjects all = subjects({});
  all.coverage = {{"web", 10, 10, {}, {}}};
  model::ImageUse use;
  use.reference = "web";
  use.image = model::Image{};
  all.images = {use};
  model::Vulnerability v;
  v.id = "CVE-2026-7";
  v.package = "openssl";
  v.version = "3.0.1";
  v.image = "web";
  v.severity = model::Severity::medium; // for want of a rating
  v.sources = {"osv"};
  all.vulnerabilities = {v};
  CHECK(decided(all, "C2").verdict == Verdict::warn);
  CHECK(decided(all, "C2").summary.find("1 rated by nobody") != std::string::npos);
  all.vulnerabilities[0].severity = model::Severity::critical;
  all.vulnerabilities[0].severity_known = true;
  CHECK(decided(all, "C2").verdict == Verdict::warn); // no fix yet
  CHECK(decided(all, "C2").summary.find("no fix yet") != std::string::npos);
  all.vulnerabilities[0].severity = model::Severity::medium;
  all.vulnerabilities[0].exploited_since = "2026-11-01";
  CHECK(decided(all, "C2").verdict == Verdict::fail);
  all.vulnerabilities[0].standing_by = "VEX: not affected (vex.json)";
  const auto passed = decided(all, "C2");
  CHECK(passed.verdict == Verdict::pass);
  CHECK(passed.summary.find("1 accepted or not affected") != std::string::npos);
}

TEST_CASE("C2: old data, images that nobody looked at, and scanners in place of a database") {
  model::Subjects all = subjects({});
  model::ImageUse use;
  use.reference = "web";
  use.image = model::Image{};
  all.images = {use};
  model::ScannerRun run;
  run.tool = "trivy";
  run.title = "Trivy";
  run.subject = "web";
  run.state = model::ScanState::not_audited;
  run.reason = "no connection";
  all.scanner_runs = {run};
  const auto failed = decided(all, "C2");
  CHECK(failed.verdict == Verdict::unknown);
  CHECK(failed.summary.find("Trivy (no connection)") != std::string::npos);
  all.scanner_runs[0].state = model::ScanState::partial;
  CHECK(decided(all, "C2").verdict == Verdict::unknown);
  all.scanner_runs[0].state = model::ScanState::ok;
  CHECK(decided(all, "C2").verdict == Verdict::pass);
  all.advisory_data = model::AdvisoryData{"a.db", "2026-11-01", 1}; // policy: 2026-11-25
  CHECK(decided(all, "C2").verdict == Verdict::warn);
  CHECK(decided(all, "C1").verdict == Verdict::fail);
}
