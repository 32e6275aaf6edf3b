// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/scanners/reading.hpp"
#include "vulns/scanners/tools.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

/// Starts one scanner: without a shell, in its own process group, with closed standard input, a
/// time limit and a bound on what it may print. Used by one thread.
class ScanProcess {
 public:
  ScanProcess(const Session& session, const vulns::ScannerTool& tool)
      : session_(session), tool_(tool) {}

  /// Looks for the program and asks its version; "" when it is there, else why not.
  std::string probe();
  const std::string& version() const { return version_; }

  /// Runs it; `argv` gets what was started, for the record.
  vulns::ToolOutput run(const std::vector<std::string>& arguments, const std::string& directory,
                        std::vector<std::string>& argv) const;

  /// npm set to work offline answers "no vulnerabilities"; "" when it is not.
  std::string why_offline(const std::string& directory) const;
  /// npm names neither the versions that are installed nor, mostly, the ones that mend them; the
  /// lock file and the advisories' ranges do.
  void add_npm_versions(const std::string& directory, vulns::ScanReading& reading) const;

  /// The text without values of variables that hold secrets and without credentials in URLs.
  std::string without_secrets(std::string text) const;
  /// The same without control characters, but with its lines.
  std::string plain_text(std::string_view text) const;

 private:
  vulns::ToolOutput start(const std::vector<std::string>& argv, const std::string& directory,
                          std::chrono::milliseconds limit) const;
  std::chrono::milliseconds limit() const;
  std::vector<std::string> complete(const std::vector<std::string>& arguments) const;

  const Session& session_;
  const vulns::ScannerTool& tool_;
  std::string program_;
  std::string version_;
};

} // namespace secaudit::plugin
