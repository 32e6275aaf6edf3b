// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/instruction.hpp"
#include "project/dockerfile/scope.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::dockerfile {

/// What an instruction would run, in order: RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD, shell and
/// exec form. `shell` is the SHELL in force; without one, `windows` chooses the default.
std::vector<model::ShellCommand> read_commands(const Parsed& parsed, const Scope& scope,
                                               const std::optional<std::vector<std::string>>& shell,
                                               bool windows);

/// True for a base image that runs on Windows.
bool windows_image(std::string_view name);

} // namespace secaudit::project::dockerfile
