// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/project.hpp"

#include <map>
#include <string>
#include <vector>

namespace secaudit::project::compose {

/// What the command line and the shell say about the project; the counterpart of `docker compose`'s
/// own flags.
struct LoadRequest {
  std::vector<std::string>
      files; ///< -f; "-" is standard input; empty: COMPOSE_FILE, else discovery
  std::vector<std::string> env_files; ///< --env-file
  std::vector<std::string> profiles;  ///< --profile, "*" for all; empty: COMPOSE_PROFILES
  std::vector<std::string> services;  ///< only these and what they depend on; empty: all
  std::string project_name;           ///< -p
  std::string project_directory;      ///< --project-directory
  std::string working_directory;      ///< "" = the host's
  std::map<std::string, std::string> environment; ///< the shell's variables

  // Steps that can be left out, as by the --no- flags of `docker compose config`.
  bool interpolate = true;
  bool check_consistency = true;
  bool normalise = true;
  bool resolve_paths = true;
};

/// Reads the project as Docker Compose 2.40 does. Whatever can still be understood after an error
/// is in the result, which has no services when nothing could, and every error is in
/// Project::diagnostics with its place; an Error comes back only when there is no compose file.
base::Result<model::Project> load(const host::Host& host, const LoadRequest& request);

} // namespace secaudit::project::compose
