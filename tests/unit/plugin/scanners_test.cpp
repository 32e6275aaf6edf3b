// SPDX-License-Identifier: Apache-2.0
// The scanners through stand-ins that replay recorded output and fail on arguments they do not
// know.
#include "base/text.hpp"
#include "host/system_host.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "catch.hpp"
#include "plugin/scanners.hpp"

using namespace secaudit;
namespace fs = std::filesystem;

namespace {

const std::string recorded = SECAUDIT_SHARED_DIR "/corpora/scanner-output/";

/// A folder of programs that is the whole PATH, but for the system's own.
class Programs {
 public:
  Programs() : path_(fs::temp_directory_path() / ("secaudit-scan-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "bin");
    const char* old = std::getenv("PATH");
    old_path_ = old == nullptr ? "" : old;
    ::setenv("PATH", ((path_ / "bin").string() + ":/usr/bin:/bin").c_str(), 1);
  }
  ~Programs() {
    ::setenv("PATH", old_path_.c_str(), 1);
    fs::remove_all(path_);
  }

  /// `cases`: lines of a shell's case statement over all arguments; anything else ends with 99.
  void add(const std::string& name, const std::string& cases) const {
    std::ofstream(path_ / "bin" / name)
        << "#!/bin/sh\ncase \"$*\" in\n"
        << cases << "*) echo \"unexpected arguments: $*\" >&2; exit 99;;\nesac\n";
    fs::permissions(path_ / "bin" / name, fs::perms::owner_all);
  }
  std::string file(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  std::string folder() const { return path_.string(); }

 private:
  fs::path path_;
  std::string old_path_;
};

struct Outcome {
  model::Subjects subjects;
  std::vector<model::Vulnerability> found;
  plugin::ScannerReports reports;
};

model::Subjects one_image() {
  model::Subjects subjects;
  model::ImageUse use;
  use.service = "web";
  use.reference = "web:1";
  use.image = model::Image{};
  subjects.images = {use};
  return subjects;
}

Outcome scan(model::Subjects subjects, const std::string& scanners, const std::string& folder,
             const std::string& limit = {}) {
  plugin::Options options;
  options.command = "compose";
  options.common.scanners = scanners;
  options.common.scanner_timeout = limit;
  const host::SystemHost host;
  const plugin::Session session{host, {}, options};
  plugin::Progress progress(plugin::Progress::Style::quiet, 80);
  Outcome outcome{std::move(subjects), {}, {}};
  outcome.found =
      plugin::run_scanners(session, folder, progress, outcome.subjects, outcome.reports);
  return outcome;
}

bool shared_is_there() {
  if (fs::exists(recorded)) {
    return true;
  }
  WARN("skipped: ../shared is not there");
  return false;
}

model::Manifest npm_manifest() {
  model::Manifest manifest;
  manifest.kind = "npm";
  manifest.file = "package.json";
  manifest.directory = ".";
  manifest.lock = model::FileName("package-lock.json");
  return manifest;
}

} // namespace

TEST_CASE("scanners are asked as documented, side by side, and their own words are kept") {
  if (!shared_is_there()) {
    return;
  }
  const Programs programs;
  programs.add("trivy", "--version) echo 'Version: 0.74.0';;\n"
                        "'image --quiet --format json --timeout 15m web:1') cat '"
                            + recorded + "trivy/debian-buster.json';;\n");
  programs.add("grype", "version) echo 'Version: 0.90.0';;\n"
                        "'-o json docker:web:1') cat '"
                            + recorded + "grype/real-ghsa-test.json';;\n");
  programs.add("snyk", "--version) echo 1.1290.0;;\n"
                       "'container test --json web:1') cat '"
                           + recorded + "snyk/docker-vulns-with-remediation.json'; exit 1;;\n");
  programs.add("docker", "'scout version') cat '" + recorded
                             + "scout/version.txt';;\n"
                               "'scout cves --format sarif local://web:1') cat '"
                             + recorded
                             + "scout/cves-sarif-1.x-reconstructed.sarif.json';;\n"
                               "'scout cves --format packages local://web:1') cat '"
                             + recorded
                             + "scout/cves-debian12-full.txt';;\n"
                               "'scout recommendations local://web:1') cat '"
                             + recorded + "scout/recommendations-debian12-full.txt';;\n");
  const Outcome outcome = scan(one_image(), "auto", programs.folder());
  REQUIRE(outcome.subjects.scanner_runs.size() == 4);
  std::map<std::string, model::ScannerRun> runs;
  for (const model::ScannerRun& run : outcome.subjects.scanner_runs) {
    INFO(run.tool << ": " << run.reason);
    CHECK(run.state == model::ScanState::findings);
    CHECK(run.subject == "web:1");
    runs[run.tool] = run;
  }
  CHECK(runs["trivy"].version == "0.74.0");
  CHECK(runs["scout"].version == "1.20.4");
  CHECK(runs["snyk"].exit_code == 1);
  CHECK(outcome.subjects.gaps.empty());
  for (const model::Vulnerability& v : outcome.found) {
    CHECK(v.service == "web");
    CHECK(v.image == "web:1");
  }
  const auto& files = outcome.reports.files;
  for (const char* name : {"web-scout.txt", "web-recommendations.txt", "web-scout.sarif.json",
                           "web-trivy.txt", "web-trivy.json", "web-grype.txt", "web-snyk.txt"}) {
    INFO(name);
    CHECK(files.contains(name));
  }
  CHECK(base::contains(files.at("web-scout.txt"), "glibc 2.36-9+deb12u9"));
  CHECK(base::contains(files.at("web-recommendations.txt"), "Base image is  debian:12"));
}

TEST_CASE("a scanner that fails is not audited; named on the command line it is a gap") {
  const Programs programs;
  programs.add("trivy", "--version) echo 0.74.0;;\nimage*) echo 'FATAL: failed to download "
                        "vulnerability DB' >&2; exit 1;;\n");
  const Outcome automatic = scan(one_image(), "auto", programs.folder());
  REQUIRE(automatic.subjects.scanner_runs.size() == 1);
  CHECK(automatic.subjects.scanner_runs[0].state == model::ScanState::not_audited);
  CHECK(automatic.subjects.gaps.empty());
  const Outcome named = scan(one_image(), "trivy,grype", programs.folder());
  REQUIRE(named.subjects.gaps.size() == 2); // one failed, one is not installed
  CHECK(base::contains(named.subjects.gaps[0].why, "could not be downloaded"));
  CHECK(base::contains(named.subjects.gaps[1].why, "not installed"));
  CHECK(scan(one_image(), "none", programs.folder()).subjects.scanner_runs.empty());
}

TEST_CASE("arguments that the stand-in does not know make it fail") {
  const Programs programs;
  programs.add("trivy", "--version) echo 0.74.0;;\n'something else') echo '{}';;\n");
  const Outcome outcome = scan(one_image(), "trivy", programs.folder());
  REQUIRE(outcome.subjects.scanner_runs.size() == 1);
  CHECK(outcome.subjects.scanner_runs[0].exit_code == 99);
  CHECK(base::contains(outcome.subjects.scanner_runs[0].reason, "unexpected arguments"));
}

TEST_CASE("a scanner that hangs is ended with its children, and the others are heard") {
  const Programs programs;
  const std::string pids = programs.folder() + "/pids";
  programs.add("trivy", "--version) echo 0.74.0;;\n"
                        "'image --quiet --format json --timeout 4s web:1') echo $$ >"
                            + pids + "; sleep 600 & echo $! >>" + pids + "; wait;;\n");
  programs.add("grype", "version) exec sleep 600;;\n");
  programs.add("snyk", "--version) echo 1.1290.0;;\n"
                       "container*) echo '{\"ok\":true,\"vulnerabilities\":[]}';;\n");
  const Outcome outcome = scan(one_image(), "trivy,snyk,grype", programs.folder(), "4s");
  std::map<std::string, model::ScannerRun> runs;
  for (const model::ScannerRun& run : outcome.subjects.scanner_runs) {
    runs[run.tool] = run;
  }
  CHECK(runs["snyk"].state == model::ScanState::ok);
  CHECK(runs["trivy"].state == model::ScanState::not_audited);
  CHECK(base::contains(runs["trivy"].reason, "did not end in time"));
  CHECK(base::contains(runs["trivy"].hint, "--scanner-timeout"));
  CHECK(base::contains(runs["grype"].reason, "in time"));
  CHECK(outcome.subjects.gaps.size() == 2);
  std::ifstream in(pids);
  std::vector<std::string> started;
  for (std::string pid; in >> pid;) {
    started.push_back(pid);
    // One that ended but was not waited for has no command line any more.
    std::ifstream line("/proc/" + pid + "/cmdline");
    CHECK(std::string(std::istreambuf_iterator<char>(line), {}).empty());
  }
  CHECK(started.size() == 2);
}

TEST_CASE("hostile output is bounded, and nothing of it is believed or reaches a terminal") {
  struct Case {
    const char* name;
    const char* prints;
    const char* reason;
    const char* limit = "2m";
  };
  const Case cases[] = {
      {"ten gigabytes", "head -c 10000000000 /dev/zero", "more than is read"},
      {"endless errors", "exec cat /dev/zero >&2", "more than is read"},
      {"endless and slow", "while echo '{'; do sleep 0.2; done", "did not end in time", "4s"},
      {"JSON that ends early", "echo '{\"SchemaVersion\":2,\"Results\":[{'", "broken"},
      {"UTF-16", "printf '\\377\\376{\\000}\\000'", "ended with 0"},
      {"Latin-1", "printf '{\"SchemaVersion\":2,\"ArtifactName\":\"\\351\"}'", "broken"},
      {"control characters", "printf '\\033]0;owned\\007\\033[2J'; exit 3", "ended with 3"},
  };
  for (const Case& each : cases) {
    INFO(each.name);
    const Programs programs;
    programs.add("trivy", std::string("--version) echo 0.74.0;;\nimage*) ") + each.prints + ";;\n");
    const Outcome outcome = scan(one_image(), "trivy", programs.folder(), each.limit);
    REQUIRE(outcome.subjects.scanner_runs.size() == 1);
    const model::ScannerRun& run = outcome.subjects.scanner_runs[0];
    INFO(run.reason);
    CHECK(run.state == model::ScanState::not_audited);
    CHECK(base::contains(run.reason, each.reason));
    CHECK(run.reason.find('\x1b') == std::string::npos);
    CHECK(outcome.found.empty());
    CHECK(outcome.subjects.gaps.size() == 1);
    CHECK(outcome.reports.files.at("web-trivy.txt").find('\x1b') == std::string::npos);
  }
}

TEST_CASE("secrets of the environment do not reach what is kept") {
  const Programs programs;
  ::setenv("SNYK_TOKEN", "0123-token-of-mine-4567", 1);
  programs.add("snyk",
               "--version) echo 1.1290.0;;\ncontainer*) echo '{\"ok\":true,\"vulnerabilities\":[],"
               "\"path\":\"https://me:word@host/x '$SNYK_TOKEN'\"}';;\n");
  const Outcome outcome = scan(one_image(), "snyk", programs.folder());
  ::unsetenv("SNYK_TOKEN");
  REQUIRE(outcome.subjects.scanner_runs.size() == 1);
  CHECK(outcome.subjects.scanner_runs[0].state == model::ScanState::ok);
  for (const auto& [name, content] : outcome.reports.files) {
    CHECK_FALSE(base::contains(content, "token-of-mine"));
    CHECK_FALSE(base::contains(content, "me:word"));
  }
}

TEST_CASE("pip-audit is asked not to install anything, and only about pinned files") {
  if (!shared_is_there()) {
    return;
  }
  const Programs programs;
  const std::string file = programs.file("requirements.txt", "foo==1.0\n");
  programs.add("pip-audit",
               "--version) echo 'pip-audit 2.10.1';;\n'--requirement " + file
                   + " --format json --progress-spinner off --no-deps --disable-pip') cat '"
                   + recorded + "pip-audit/v2-skipped.json'; exit 1;;\n");
  model::Subjects subjects;
  model::Manifest manifest;
  manifest.kind = "pip";
  manifest.file = "requirements.txt";
  manifest.requirements = {{"foo", "==1.0", true, false, false, {}}};
  subjects.manifests = {manifest};
  const Outcome outcome = scan(subjects, "pip-audit", programs.folder());
  REQUIRE(outcome.subjects.scanner_runs.size() == 1);
  CHECK(outcome.subjects.scanner_runs[0].state == model::ScanState::partial);
  CHECK(outcome.subjects.scanner_runs[0].unaudited == 1);
  REQUIRE(outcome.found.size() == 1);
  CHECK(outcome.found[0].manifest == "requirements.txt");
  subjects.manifests[0].requirements[0].pinned = false;
  const Outcome loose = scan(subjects, "pip-audit", programs.folder());
  CHECK(base::contains(loose.subjects.scanner_runs[0].reason, "not every requirement is pinned"));
}

TEST_CASE(
    "what npm audit finds has its version, the one that mends it, its line and who brings it") {
  const Programs programs;
  programs.file("app/package-lock.json",
                R"({"packages":{"node_modules/lodash":{"version":"3.9.0"}}})");
  programs.add("npm",
               "--version) echo 11.19.1;;\n'config get offline') echo false;;\n"
               "'audit --json --package-lock-only') echo '"
               R"({"auditReportVersion":2,"vulnerabilities":{"lodash":{"name":"lodash","nodes":)"
               R"(["node_modules/lodash"],"fixAvailable":true,"via":[{"source":1,"name":"lodash",)"
               R"("url":"https://github.com/advisories/GHSA-35jh-r3h4-6jhm","severity":"high",)"
               R"("range":"<3.10.2"},{"source":2,"name":"lodash","severity":"high",)"
               R"("url":"https://github.com/advisories/GHSA-35jh-r3h4-6jhm",)"
               R"("range":">=4.0.0 <4.17.21"}]}},"metadata":{}})"
               "'; exit 1;;\n");
  model::Subjects subjects;
  model::Manifest manifest = npm_manifest();
  const model::Span line{"package-lock.json", {7, 5}, {7, 9}};
  manifest.locked = {{"npm", "lodash", "3.9.0", false, true, "async", line}};
  subjects.manifests = {manifest};
  const Outcome outcome = scan(subjects, "npm-audit", programs.folder() + "/app");
  REQUIRE(outcome.found.size() == 1);
  const model::Vulnerability& v = outcome.found[0];
  CHECK(v.version == "3.9.0");
  CHECK(v.fixed == "3.10.2"); // of the range that holds 3.9.0
  CHECK(v.via == "async");
  CHECK(v.development);
  CHECK(v.span.begin.line == 7);
  CHECK(base::contains(outcome.reports.files.at("npm-audit.txt"), "fixed in 3.10.2"));
}

TEST_CASE("the real npm never makes an audit that did not happen look clean") {
  const host::SystemHost host;
  if (!host.find_program("npm")) {
    WARN("skipped: npm is not installed");
    return;
  }
  const Programs programs;
  programs.file("app/package.json",
                R"({"name":"a","version":"1.0.0","dependencies":{"minimist":"0.0.8"}})");
  programs.file("app/package-lock.json",
                R"({"name":"a","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{
      "":{"name":"a","version":"1.0.0","dependencies":{"minimist":"0.0.8"}},
      "node_modules/minimist":{"version":"0.0.8"}}})");
  // No registry answers there.
  programs.file("app/.npmrc", "registry=http://127.0.0.1:9/\nfetch-retries=0\n");
  model::Subjects subjects;
  subjects.manifests = {npm_manifest()};
  const Outcome refused = scan(subjects, "npm-audit", programs.folder() + "/app");
  REQUIRE(refused.subjects.scanner_runs.size() == 1);
  INFO(refused.subjects.scanner_runs[0].reason);
  CHECK(refused.subjects.scanner_runs[0].state == model::ScanState::not_audited);
  CHECK_FALSE(refused.subjects.scanner_runs[0].version.empty());
  programs.file("app/.npmrc", "offline=true\n");
  const Outcome offline = scan(subjects, "npm-audit", programs.folder() + "/app");
  REQUIRE(offline.subjects.scanner_runs.size() == 1);
  CHECK(offline.subjects.scanner_runs[0].state == model::ScanState::not_audited);
  CHECK(base::contains(offline.subjects.scanner_runs[0].reason, "offline"));
  CHECK(offline.subjects.gaps.size() == 1);
}
