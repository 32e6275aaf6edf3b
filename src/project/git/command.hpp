// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <string>
#include <vector>

namespace secaudit::project::git {

/// A git command that works in `directory`, starts no program that the repository's configuration
/// names, asks nothing, sees the objects themselves (no replacements), and never fetches any.
/// The GIT_ variables of the caller hold.
host::Command git_command(const std::string& directory, std::vector<std::string> arguments,
                          std::string input = {});

} // namespace secaudit::project::git
