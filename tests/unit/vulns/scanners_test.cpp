// SPDX-License-Identifier: Apache-2.0
#include "vulns/scanners/reading.hpp"
#include "vulns/scanners/tools.hpp"

#include "catch.hpp"

using namespace secaudit;
using model::ScanState;
using vulns::read_scan;
using vulns::ToolOutput;

namespace {

ToolOutput said(std::string out, std::string errors = {}, int code = 0) {
  ToolOutput output;
  output.output = std::move(out);
  output.errors = std::move(errors);
  output.exit_code = code;
  return output;
}

std::string row(const char* id, const char* package) {
  return std::string(R"({"VulnerabilityID":")") + id + R"(","PkgName":")" + package
         + R"(","InstalledVersion":"1.0","FixedVersion":"1.1, 2.0","Severity":"HIGH"})";
}

} // namespace

TEST_CASE("what was not audited is never clean") {
  struct Case {
    const char* tool;
    ToolOutput output;
    const char* reason;
  };
  const Case table[] = {
      {"trivy", said("", "FATAL init error: failed to download vulnerability DB: dial tcp", 1),
       "could not be downloaded"},
      {"trivy", said("", "TOOMANYREQUESTS: retry-after", 1), "too many requests"},
      {"grype",
       said("", "the vulnerability database was built 6 days ago (max allowed age is 5 days)", 1),
       "too old"},
      {"scout", said("", "Log in with your Docker ID or email address to use docker scout.", 1),
       "nobody is logged in"},
      {"scout", said("", "docker: 'scout' is not a docker command", 1), "not installed"},
      {"snyk", said(R"({"ok":false,"error":"`snyk` requires an authenticated account."})", "", 2),
       "nobody is logged in"},
      {"npm-audit", said(R"({"error":{"code":"ENOLOCK","summary":"needs a lock"}})", "", 1),
       "lock file"},
      {"npm-audit",
       said(R"({"message":"405 Method Not Allowed - POST x","error":{"summary":"","detail":""}})",
            "", 1),
       "does not support audits"},
      {"pip-audit",
       said("", "ERROR:pip_audit._cli: x\nTip: your network may be blocking this service", 1),
       "blocks"},
      {"trivy", said("{\"SchemaVersion\":2,\"Results\":[{\"Target\":", "", 0), "broken"},
      {"trivy", said("{\"hello\":1}", "", 0), "unknown shape"},
      {"trivy", said("", "", 0), "said nothing"},
      {"trivy", said("", "", 137), "signal 9"},
      {"trivy",
       said(R"({"SchemaVersion":2,"ArtifactType":"container_image","Metadata":{}})", "", 0),
       "neither an operating system"},
      {"trivy",
       said(R"({"SchemaVersion":2,"ArtifactType":"filesystem","Results":[{"Class":"config"}]})", "",
            0),
       "other things"},
  };
  for (const Case& each : table) {
    const auto reading = read_scan(each.tool, each.output);
    INFO(each.tool << ": " << reading.reason);
    CHECK(reading.state == ScanState::not_audited);
    CHECK(reading.reason.find(each.reason) != std::string::npos);
  }
}

TEST_CASE("a time-out, a cut and a cancellation are no result, whatever was printed") {
  for (bool ToolOutput::*flag :
       {&ToolOutput::timed_out, &ToolOutput::truncated, &ToolOutput::cancelled}) {
    ToolOutput output = said(R"({"SchemaVersion":2,"Results":[{"Class":"os-pkgs"}]})");
    output.*flag = true;
    CHECK(read_scan("trivy", output).state == ScanState::not_audited);
  }
}

TEST_CASE("an operating system without updates makes silence partial") {
  const auto reading = read_scan(
      "trivy", said(R"({"SchemaVersion":2,"ArtifactType":"container_image","Metadata":{"OS":
        {"Family":"alpine","Name":"3.9","EOSL":true}},"Results":[{"Class":"os-pkgs"}]})"));
  CHECK(reading.state == ScanState::partial);
  CHECK(reading.reason.find("alpine 3.9") != std::string::npos);
}

TEST_CASE("findings with an exit code that does not fit are partial") {
  const std::string report =
      R"({"SchemaVersion":2,"Results":[{"Class":"os-pkgs","Vulnerabilities":[)" + row("CVE-1", "a")
      + "]}]}";
  CHECK(read_scan("trivy", said(report)).state == ScanState::findings);
  CHECK(read_scan("trivy", said(report, "FATAL cache may be in use", 1)).state
        == ScanState::partial);
  CHECK(read_scan("scout", said(R"({"runs":[]})", "panic: x\ngoroutine 1", 2)).state
        == ScanState::not_audited);
}

TEST_CASE("one rule of Scout with two PURLs is two packages") {
  const auto reading =
      read_scan("scout", said(R"({"runs":[{"tool":{"driver":{"name":"docker scout","rules":[
    {"id":"CVE-2020-8908","properties":{"fixed_version":"32.0.0-android","cvssV3_severity":"LOW",
     "purls":["pkg:maven/com.google.guava/guava@29.0-jre","pkg:maven/com.google.guava/guava@31.0-jre"]}}]}},
    "results":[{"ruleId":"CVE-2020-8908","message":{"text":"x"}}]}]})"));
  REQUIRE(reading.vulnerabilities.size() == 2);
  CHECK(reading.vulnerabilities[0].package == "com.google.guava:guava");
  CHECK(reading.vulnerabilities[0].version == "29.0-jre");
  CHECK(reading.vulnerabilities[1].version == "31.0-jre");
  CHECK(reading.vulnerabilities[1].fixed == "32.0.0-android");
}

TEST_CASE("npm: dependants are no findings, the direct dependency is the way") {
  const auto reading = read_scan("npm-audit", said(R"({"auditReportVersion":2,"vulnerabilities":{
    "minimist":{"name":"minimist","isDirect":false,"via":[{"source":1,"name":"minimist","title":"t",
      "url":"https://github.com/advisories/GHSA-xvch-5gv4-984h","severity":"critical"}],
      "effects":["mkdirp"],"nodes":["node_modules/minimist"],"fixAvailable":true},
    "mkdirp":{"name":"mkdirp","isDirect":true,"via":["minimist"],"effects":[]}}})",
                                                   "", 1));
  REQUIRE(reading.vulnerabilities.size() == 1);
  CHECK(reading.vulnerabilities[0].id == "GHSA-xvch-5gv4-984h");
  CHECK(reading.vulnerabilities[0].via == "mkdirp");
  CHECK(reading.vulnerabilities[0].path == "node_modules/minimist");
}

TEST_CASE("Grype: what was ignored stays out, both names stay in") {
  const auto reading = read_scan(
      "grype", said(R"({"matches":[{"vulnerability":{"id":"GHSA-1","severity":"Negligible",
     "fix":{"versions":["2"],"state":"fixed"}},"relatedVulnerabilities":[{"id":"CVE-2024-1"}],
     "artifact":{"name":"a","version":"1","purl":"pkg:pypi/a@1","locations":[{"path":"/x/METADATA"}]}}],
     "ignoredMatches":[{"vulnerability":{"id":"CVE-2024-2"}}],
     "descriptor":{"name":"grype","version":"0.90","db":{"status":{"built":"2026-11-24T00:00:00Z"}}}})"));
  REQUIRE(reading.vulnerabilities.size() == 1);
  CHECK(reading.vulnerabilities[0].aliases == std::vector<std::string>{"CVE-2024-1"});
  CHECK(reading.vulnerabilities[0].severity == model::Severity::low);
  CHECK(reading.vulnerabilities[0].path == "x/METADATA");
  CHECK(reading.data_date == "2026-11-24T00:00:00Z");
}

TEST_CASE("Snyk: one project or several, and an error among them makes it partial") {
  const std::string one = R"({"ok":false,"packageManager":"deb","vulnerabilities":[
     {"id":"SNYK-1","name":"zlib/zlib1g","packageName":"zlib/zlib1g","version":"1.2","severity":"high",
      "identifiers":{"CVE":["CVE-2024-1"]},"nearestFixedInVersion":"1.3"},
     {"id":"SNYK-1","name":"zlib/zlib1g","packageName":"zlib/zlib1g","version":"1.2","severity":"high"}]})";
  const auto single = read_scan("snyk", said(one, "", 1));
  REQUIRE(single.vulnerabilities.size() == 1);
  CHECK(single.vulnerabilities[0].package == "zlib");
  CHECK(single.vulnerabilities[0].binaries == std::vector<std::string>{"zlib1g"});
  const auto several =
      read_scan("snyk", said("[" + one + R"(,{"ok":false,"error":"broken"}])", "", 2));
  CHECK(several.state == ScanState::partial);
  CHECK(several.vulnerabilities.size() == 1);
}

TEST_CASE("hostile text neither breaks out nor takes long") {
  const std::string escape = "\x1b]0;owned\x07\x1b[31m";
  const auto told = read_scan("trivy", said("", escape + "\r\nsecond line", 1));
  CHECK(told.reason.find('\x1b') == std::string::npos);
  CHECK(told.reason.find('\n') == std::string::npos);
  CHECK(read_scan("trivy", said(std::string(100000, '['))).state == ScanState::not_audited);
  CHECK(read_scan("npm-audit", said("\xff\xfe{\0\"", "", 1)).state == ScanState::not_audited);
  // A circle of effects ends.
  const auto circle = read_scan("npm-audit", said(R"({"auditReportVersion":2,"vulnerabilities":{
    "a":{"via":[{"source":1,"name":"a","url":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc","severity":"low"}],
         "effects":["b"]},"b":{"via":["a"],"effects":["a"]}}})",
                                                  "", 1));
  CHECK(circle.vulnerabilities.size() == 1);
}

TEST_CASE("a name that begins with a dash is never an option") {
  for (const vulns::ScannerTool& tool : vulns::scanner_tools()) {
    vulns::ScanTarget target;
    target.what = "--output=/etc/passwd";
    CHECK_FALSE(vulns::scan_arguments(tool, target).has_value());
  }
}

TEST_CASE("versions are found in what tools print") {
  CHECK(vulns::version_in("version: v1.20.4 (go1.25.8 - linux/amd64)") == "1.20.4");
  CHECK(vulns::version_in("Version: 0.74.0\nVulnerability DB:") == "0.74.0");
  CHECK(vulns::version_in("pip-audit 2.10.1") == "2.10.1");
  CHECK(vulns::version_in("none").empty());
}
