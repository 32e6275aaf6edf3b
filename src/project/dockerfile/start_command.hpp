// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/dockerfile.hpp"
#include "model/project.hpp"

namespace secaudit::project::dockerfile {

/// What a service (or, without one, the target stage of a Dockerfile) starts: a development server,
/// a production server, or unknown, with the chain of evidence (rules/dockerfile.md section 6).
/// Either pointer may be null, not both.
model::StartCommand start_command(const host::Host& host, const model::DockerfileUse* dockerfile,
                                  const model::Service* service, const std::string& display_root);

} // namespace secaudit::project::dockerfile
