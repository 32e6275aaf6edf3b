// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "rules/surroundings.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "plugin/audit_run.hpp"

namespace secaudit::plugin {

/// The commands of a RUN as a script for ShellCheck, in the lines and columns of their file.
struct ShellScript {
  std::string dialect; ///< sh, bash, dash, ksh
  std::string text;
  int first_line = 1; ///< of the text in the file
};

/// Those of a Dockerfile that a POSIX shell reads; `text` is what the file was read from.
std::vector<ShellScript> shell_scripts(const model::DockerfileUse& use, std::string_view text);

/// What `shellcheck --format=json1` printed, in the lines of `file`; an Error when it is no such
/// text.
base::Result<std::vector<rules::ShellRemark>>
read_shell_remarks(std::string_view json, const std::string& file, int first_line);

/// Asks ShellCheck about every RUN when `--scanners` names it. What it cannot look at is a gap.
void ask_shellcheck(const Session& session, const std::string& folder, model::Subjects& subjects,
                    rules::Surroundings& known);

} // namespace secaudit::plugin
