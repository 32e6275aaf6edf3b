// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/project.hpp"
#include "project/compose/environment.hpp"
#include "project/compose/load.hpp"

#include <string>
#include <vector>

namespace secaudit::project::compose {

/// Which files make the project, and the variables they see.
struct Sources {
  std::vector<std::string> files; ///< absolute, in the order of their merge; "-" is standard input
  std::string directory;          ///< of the project, absolute
  bool override_loaded = false;
  std::vector<std::string> ignored;
  std::vector<std::string> env_files; ///< .env files that were read
  Environment environment{{}};
  std::vector<model::Diagnostic> diagnostics;
};

/// Finds the compose files as `docker compose` does (compose.md 2.2, 2.3). An Error: there are
/// none.
base::Result<Sources> discover(const host::Host& host, const LoadRequest& request);

/// A path for display: relative to the folder when it lies in it.
std::string display_name(const std::string& path, const std::string& directory);

/// Why the host could not read a file, without the path in front, which the caller names.
std::string reason_of(const base::Error& error, const std::string& path);

/// The folder of an absolute path.
std::string parent_folder(const std::string& path);

} // namespace secaudit::project::compose
