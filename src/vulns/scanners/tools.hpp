// SPDX-License-Identifier: Apache-2.0
// The scanners that we know, and how each is asked (vulnerabilities.md 1.1–1.8). Plain data: who
// starts them is the caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::vulns {

struct ScannerTool {
  enum class Looks { images, python, npm };
  std::string_view name;    ///< for --scanners and `sources`
  std::string_view title;   ///< for people
  std::string_view program; ///< "docker" for a plugin of it
  Looks looks = Looks::images;
  std::vector<std::string> version_arguments;
};

/// What is to be scanned.
struct ScanTarget {
  enum class Kind { engine_image, archive, oci_folder, requirements, npm_project };
  Kind kind = Kind::engine_image;
  std::string what; ///< image name, file, folder
  std::string platform;
  std::string dockerfile; ///< "" when unknown
  std::string time_limit = "15m";
};

const std::vector<ScannerTool>& scanner_tools();

/// The arguments behind the program's name for the machine-readable report; nothing when the tool
/// cannot look at such a target.
std::optional<std::vector<std::string>> scan_arguments(const ScannerTool& tool,
                                                       const ScanTarget& target);

/// Further reports for people: file name's end ("scout.txt") and arguments.
std::vector<std::pair<std::string, std::vector<std::string>>>
text_report_arguments(const ScannerTool& tool, const ScanTarget& target);

/// Environment that keeps a tool quiet, uncoloured and from asking for updates of itself.
std::vector<std::pair<std::string, std::string>> scanner_environment();

/// The version in what the version command printed; "" when none is in it.
std::string version_in(std::string_view text);

} // namespace secaudit::vulns
