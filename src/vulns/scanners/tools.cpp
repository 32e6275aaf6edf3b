// SPDX-License-Identifier: Apache-2.0
#include "vulns/scanners/tools.hpp"

#include <algorithm>

namespace secaudit::vulns {
namespace {

using Words = std::vector<std::string>;
using Kind = ScanTarget::Kind;

void add_platform(Words& words, const ScanTarget& target, const std::string& flag) {
  if (!target.platform.empty() && target.kind == Kind::engine_image) {
    words.push_back(flag);
    words.push_back(target.platform);
  }
}

std::string scout_name(const ScanTarget& target) {
  switch (target.kind) {
  case Kind::archive:
    return "archive://" + target.what;
  case Kind::oci_folder:
    return "oci-dir://" + target.what;
  default:
    return "local://" + target.what;
  }
}

Words scout(const ScanTarget& target, const Words& command) {
  Words words{"scout"};
  words.insert(words.end(), command.begin(), command.end());
  add_platform(words, target, "--platform");
  words.push_back(scout_name(target));
  return words;
}

Words trivy(const ScanTarget& target) {
  // Its own limit would end it before ours.
  Words words{"image", "--quiet", "--format", "json", "--timeout", target.time_limit};
  add_platform(words, target, "--platform");
  if (target.kind != Kind::engine_image) {
    words.emplace_back("--input");
  }
  words.push_back(target.what);
  return words;
}

// Never -q: it hides why there is no report.
Words grype(const ScanTarget& target) {
  Words words{"-o", "json"};
  add_platform(words, target, "--platform");
  const std::string scheme = target.kind == Kind::archive      ? "docker-archive:"
                             : target.kind == Kind::oci_folder ? "oci-dir:"
                                                               : "docker:";
  words.push_back(scheme + target.what);
  return words;
}

std::optional<Words> snyk(const ScanTarget& target) {
  if (target.kind == Kind::oci_folder) {
    return std::nullopt;
  }
  Words words{"container", "test", "--json"};
  if (!target.platform.empty() && target.kind == Kind::engine_image) {
    words.push_back("--platform=" + target.platform);
  }
  if (!target.dockerfile.empty()) {
    words.push_back("--file=" + target.dockerfile);
  }
  words.push_back((target.kind == Kind::archive ? "docker-archive:" : "") + target.what);
  return words;
}

bool fits(const ScannerTool& tool, const ScanTarget& target) {
  switch (tool.looks) {
  case ScannerTool::Looks::images:
    return target.kind == Kind::engine_image || target.kind == Kind::archive
           || target.kind == Kind::oci_folder;
  case ScannerTool::Looks::python:
    return target.kind == Kind::requirements;
  case ScannerTool::Looks::npm:
    return target.kind == Kind::npm_project;
  }
  return false;
}

} // namespace

const std::vector<ScannerTool>& scanner_tools() {
  static const std::vector<ScannerTool> tools{
      {"scout", "Docker Scout", "docker", ScannerTool::Looks::images, {"scout", "version"}},
      {"trivy", "Trivy", "trivy", ScannerTool::Looks::images, {"--version"}},
      {"grype", "Grype", "grype", ScannerTool::Looks::images, {"version"}},
      {"snyk", "Snyk", "snyk", ScannerTool::Looks::images, {"--version"}},
      {"pip-audit", "pip-audit", "pip-audit", ScannerTool::Looks::python, {"--version"}},
      {"npm-audit", "npm audit", "npm", ScannerTool::Looks::npm, {"--version"}},
  };
  return tools;
}

std::optional<Words> scan_arguments(const ScannerTool& tool, const ScanTarget& target) {
  // A name that begins with a dash would be an option.
  if (!fits(tool, target) || target.what.empty() || target.what.front() == '-') {
    return std::nullopt;
  }
  if (tool.name == "scout") {
    return scout(target, {"cves", "--format", "sarif"});
  }
  if (tool.name == "trivy") {
    return trivy(target);
  }
  if (tool.name == "grype") {
    return grype(target);
  }
  if (tool.name == "snyk") {
    return snyk(target);
  }
  if (tool.name == "pip-audit") {
    // Without these it would install the packages, which runs their code.
    return Words{"--requirement",      target.what, "--format",  "json",
                 "--progress-spinner", "off",       "--no-deps", "--disable-pip"};
  }
  return Words{"audit", "--json", "--package-lock-only"};
}

std::vector<std::pair<std::string, Words>> text_report_arguments(const ScannerTool& tool,
                                                                 const ScanTarget& target) {
  if (tool.name != "scout" || !fits(tool, target)) {
    return {};
  }
  return {{"scout.txt", scout(target, {"cves", "--format", "packages"})},
          {"recommendations.txt", scout(target, {"recommendations"})}};
}

std::vector<std::pair<std::string, std::string>> scanner_environment() {
  return {{"NO_COLOR", "1"},
          {"TERM", "dumb"},
          {"LC_ALL", "C.UTF-8"},
          {"DOCKER_SCOUT_NEW_VERSION_WARN", "0"},
          {"TRIVY_SKIP_VERSION_CHECK", "true"},
          {"TRIVY_DISABLE_TELEMETRY", "true"},
          {"TRIVY_NO_PROGRESS", "true"},
          {"TRIVY_SCANNERS", "vuln"},
          {"TRIVY_SECURITY_CHECKS", "vuln"},
          {"GRYPE_CHECK_FOR_APP_UPDATE", "false"},
          {"SNYK_DISABLE_ANALYTICS", "1"},
          {"PIP_AUDIT_PROGRESS_SPINNER", "off"},
          {"PYTHONUNBUFFERED", "1"},
          {"npm_config_update_notifier", "false"},
          {"npm_config_fund", "false"}};
}

std::string version_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto digit = [&](std::size_t i) {
      return i < text.size() && text[i] >= '0' && text[i] <= '9';
    };
    const bool begins = digit(at) && (at == 0 || !(digit(at - 1) || text[at - 1] == '.'));
    if (!begins) {
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (digit(end) || (text[end] == '.' && digit(end + 1)))) {
      ++end;
    }
    if (text.substr(at, end - at).find('.') != std::string_view::npos) {
      return std::string(text.substr(at, end - at));
    }
    at = end;
  }
  return {};
}

} // namespace secaudit::vulns
