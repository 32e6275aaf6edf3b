// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "host/host.hpp"
#include "host/terminal.hpp"
#include "model/subjects.hpp"

#include <map>
#include <string>
#include <vector>

#include "plugin/options.hpp"
#include "plugin/progress.hpp"

namespace secaudit::plugin {

/// What every command may use.
struct Session {
  const host::Host& host;
  host::Terminal terminal;
  const Options& options;
};

/// The exit codes of the program (docs: `--help`).
namespace exit_codes {
inline constexpr int clean = 0;
inline constexpr int findings = 1;
inline constexpr int unchecked = 2;
inline constexpr int unusable = 3;
inline constexpr int usage = 125;
} // namespace exit_codes

/// The progress display that the options and the terminal ask for.
Progress::Style progress_style(const Session& session);

/// The date that the audit is made for.
base::Date as_of(const Session& session);

/// What options and `.secaudit.yaml` say about judging.
struct Terms {
  audit::Policy policy;
  std::string fail_on;
  std::vector<model::Gap> gaps; ///< what is wrong in the configuration
};
/// An error when a configuration that was named cannot be read.
base::Result<Terms> read_terms(const Session& session, const std::string& folder);

/// Judges what was read, writes the reports, prints the result. `folder` is where configuration and
/// reports belong; `base_images` what the engine knows of them. Returns the exit code.
int judge_and_tell(const Session& session, model::Subjects subjects, const std::string& folder,
                   Progress& progress, std::map<std::string, model::ImageConfig> base_images = {});

/// Prints an error on standard error in one line, with its hint.
void complain(const base::Error& error);

/// Writes to standard output; false when that failed (a closed pipe, a full disk).
bool print(std::string_view text);

} // namespace secaudit::plugin
