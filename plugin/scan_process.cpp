// SPDX-License-Identifier: Apache-2.0
#include "plugin/scan_process.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/compose/units.hpp"
#include "project/manifests/npm_range.hpp"
#include "vulns/purl.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace secaudit::plugin {
namespace {

using namespace std::chrono_literals;
using model::Vulnerability;
using project::manifests::npm_range_end;

constexpr auto probe_wait = 20s;
// Large images take minutes; Trivy's own limit is the same.
constexpr auto image_wait = 15min;
constexpr auto manifest_wait = 3min;
constexpr std::size_t shortest_secret = 8;

bool names_secret(std::string_view name) {
  constexpr std::array<std::string_view, 6> parts{"TOKEN", "PASSWORD", "SECRET",
                                                  "_AUTH", "API_KEY",  "CREDENTIAL"};
  const std::string upper = base::to_upper(name);
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return base::contains(upper, part); });
}

/// A vulnerability once for each place where the lock file has its package.
void add_installed(const boost::json::value& packages, const Vulnerability& v,
                   const std::string& range, std::vector<Vulnerability>& complete) {
  std::vector<std::string> paths = v.other_paths;
  paths.insert(paths.begin(), v.path);
  const std::size_t before = complete.size();
  for (const std::string& path : paths) {
    const auto* entry = path.empty() ? nullptr : base::find(packages, path);
    if (entry == nullptr || !v.version.empty()) {
      continue;
    }
    Vulnerability one = v;
    one.version = base::text_at(*entry, "version");
    one.development = base::boolean_at(*entry, "dev").value_or(false);
    one.path = path;
    one.other_paths.clear();
    one.purl = vulns::purl_of("npm", v.package, one.version);
    if (!one.fixed) {
      one.fixed = npm_range_end(one.version, range, project::manifests::npm_audit);
    }
    complete.push_back(std::move(one));
  }
  if (complete.size() == before) {
    complete.push_back(v);
  }
}

/// "https://user:word@host" → "https://…@host".
std::string without_credentials(std::string text) {
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    const std::size_t begin = at + 3;
    const std::size_t end = text.find_first_of("/ \t\r\n\"'<>", begin);
    const std::size_t sign = text.rfind('@', end == std::string::npos ? end : end - 1);
    const bool inside = sign != std::string::npos && sign > begin
                        && (end == std::string::npos || sign < end)
                        && text.substr(begin, sign - begin).find(':') != std::string::npos;
    if (inside) {
      text.replace(begin, sign - begin, "…");
    }
  }
  return text;
}

} // namespace

std::vector<std::string> ScanProcess::complete(const std::vector<std::string>& arguments) const {
  std::vector<std::string> argv{program_};
  if (tool_.program == "docker") {
    const auto& flags = session_.options.docker_flags;
    argv.insert(argv.end(), flags.begin(), flags.end());
  }
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return argv;
}

namespace {

/// The value of `--host X`, `--host=X` and `-H X`.
std::string flag_value(const std::vector<std::string>& flags, const std::string& name,
                       const std::string& letter) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i].starts_with(name + "=")) {
      return flags[i].substr(name.size() + 1);
    }
    if ((flags[i] == name || flags[i] == letter) && i + 1 < flags.size()) {
      return flags[i + 1];
    }
  }
  return {};
}

/// Docker's global flags name the engine; other programs learn it from the environment.
void name_engine(const std::vector<std::string>& flags, host::Command& command) {
  if (const std::string host = flag_value(flags, "--host", "-H"); !host.empty()) {
    command.environment["DOCKER_HOST"] = host;
  }
  if (const std::string context = flag_value(flags, "--context", "-c"); !context.empty()) {
    command.environment["DOCKER_CONTEXT"] = context;
  }
  if (const std::string config = flag_value(flags, "--config", ""); !config.empty()) {
    command.environment["DOCKER_CONFIG"] = config;
  }
}

} // namespace

vulns::ToolOutput ScanProcess::start(const std::vector<std::string>& argv,
                                     const std::string& directory,
                                     std::chrono::milliseconds limit) const {
  host::Command command;
  command.argv = argv;
  command.directory = directory;
  command.timeout = limit;
  command.output_limit = limits::scanner_output_bytes;
  for (const auto& [name, value] : vulns::scanner_environment()) {
    command.environment[name] = value;
  }
  if (tool_.program != "docker") {
    name_engine(session_.options.docker_flags, command);
  }
  // Who prints without end is ended, not waited for.
  std::size_t printed = 0;
  const auto result = session_.host.run_with_progress(command, [&](std::string_view bytes) {
    printed += bytes.size();
    return printed <= 2 * limits::scanner_output_bytes;
  });
  vulns::ToolOutput output;
  if (!result) {
    output.errors = result.error().message;
    output.exit_code = 127;
    return output;
  }
  output.output = result->output;
  output.errors = result->errors;
  output.exit_code = result->exit_code;
  output.timed_out = result->timed_out;
  output.cancelled = result->cancelled;
  output.truncated = result->truncated || printed > 2 * limits::scanner_output_bytes;
  return output;
}

std::string ScanProcess::probe() {
  const auto found = session_.host.find_program(std::string(tool_.program));
  if (!found) {
    return "it is not installed";
  }
  program_ = *found;
  const auto answer = start(complete(tool_.version_arguments), "",
                            std::min<std::chrono::milliseconds>(probe_wait, limit()));
  if (answer.timed_out) {
    return "it did not tell its version in time";
  }
  if (answer.exit_code != 0 || answer.truncated) {
    const auto failure = vulns::failure_in(tool_.name, answer.errors + answer.output);
    return failure.reason.empty() ? "it does not tell its version" : failure.reason;
  }
  version_ = vulns::version_in(answer.output.empty() ? answer.errors : answer.output);
  return {};
}

vulns::ToolOutput ScanProcess::run(const std::vector<std::string>& arguments,
                                   const std::string& directory,
                                   std::vector<std::string>& argv) const {
  argv = complete(arguments);
  return start(argv, directory, limit());
}

std::chrono::milliseconds ScanProcess::limit() const {
  const auto given = project::compose::parse_duration(session_.options.common.scanner_timeout);
  if (given && *given > 0) {
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::nanoseconds(*given));
  }
  return tool_.looks == vulns::ScannerTool::Looks::images
             ? std::chrono::milliseconds(image_wait)
             : std::chrono::milliseconds(manifest_wait);
}

std::string ScanProcess::why_offline(const std::string& directory) const {
  const auto answer = start(complete({"config", "get", "offline"}), directory,
                            std::min<std::chrono::milliseconds>(probe_wait, limit()));
  return base::trim(answer.output) == "true"
             ? "npm is set to work offline, where it reports no vulnerabilities at all"
             : "";
}

void ScanProcess::add_npm_versions(const std::string& directory,
                                   vulns::ScanReading& reading) const {
  for (const char* name : {"npm-shrinkwrap.json", "package-lock.json"}) {
    const auto text = session_.host.read_file(directory + "/" + name, limits::project_file_bytes);
    const auto lock = text ? base::parse_json(*text) : base::fail("none");
    const auto* packages = lock ? base::find(*lock, "packages") : nullptr;
    if (packages == nullptr) {
      continue;
    }
    std::vector<Vulnerability> complete;
    for (const Vulnerability& v : reading.vulnerabilities) {
      const auto range = reading.ranges.find({v.id, v.package});
      add_installed(*packages, v, range == reading.ranges.end() ? "" : range->second, complete);
    }
    reading.vulnerabilities = std::move(complete);
    return;
  }
}

std::string ScanProcess::without_secrets(std::string text) const {
  for (const auto& [name, value] : session_.host.environment()) {
    if (value.size() >= shortest_secret && names_secret(name)) {
      text = base::replace_all(text, value, base::masked(value));
    }
  }
  return without_credentials(std::move(text));
}

std::string ScanProcess::plain_text(std::string_view text) const {
  std::string out;
  const std::string clean = without_secrets(std::string(text));
  for (const std::string_view line : base::lines(clean)) {
    out += base::printable(line) + "\n";
  }
  return out;
}

} // namespace secaudit::plugin
