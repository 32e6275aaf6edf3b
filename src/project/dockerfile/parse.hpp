// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/dockerfile.hpp"
#include "model/project.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::project::dockerfile {

/// Reads a Dockerfile as BuildKit's parser does (rules/dockerfile.md section 2), going on after
/// errors, which end up in Dockerfile::diagnostics. Stages, their state and the shell commands are
/// filled in. `build_args` replace ARG defaults.
model::Dockerfile parse(std::string_view text, const model::FileName& file,
                        const std::map<std::string, std::string>& build_args = {});

/// What was seen of the build contexts of a run, so that the Dockerfiles of one folder walk it
/// once.
struct SeenContexts {
  /// The risky paths that get through, by folder and ignore file.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> risky;
};

/// The Dockerfile that a service builds, with its target stage and the risky paths of its context
/// that reach the builder. A missing Dockerfile or context is an Error. `display_root` is the
/// folder that file names are shown from.
base::Result<model::DockerfileUse> read_for_service(const host::Host& host,
                                                    const model::Service& service,
                                                    const std::string& display_root,
                                                    SeenContexts* seen = nullptr);

/// A Dockerfile by its path, with its folder as the context.
base::Result<model::DockerfileUse> read_file(const host::Host& host, const std::string& path,
                                             const std::string& display_root,
                                             SeenContexts* seen = nullptr);

} // namespace secaudit::project::dockerfile
