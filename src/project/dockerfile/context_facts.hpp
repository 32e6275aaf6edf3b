// SPDX-License-Identifier: Apache-2.0
// What a Dockerfile and its ignore file mean for the build context that is really there.
#pragma once

#include "host/host.hpp"
#include "model/dockerfile.hpp"
#include "project/dockerfile/ignore.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::dockerfile {

/// Lines that let a risky path in again, and names that reach the top folder only although
/// `paths`, the risky ones that get through, has them further down.
std::vector<model::IgnoreRemark> ignore_remarks(const std::vector<IgnoreLine>& lines,
                                                const std::vector<std::string>& paths);

/// Sources of COPY and ADD that are absent or ignored. Only for files that a service builds: the
/// context of others is a guess. What builds usually make first (dist, target, *.jar) is left out.
std::vector<model::MissingSource> missing_sources(const host::Host& host,
                                                  const model::DockerfileUse& use,
                                                  const IgnoreMatcher& matcher);

/// The script that ENTRYPOINT, else CMD, starts; nothing when it does not come from the context.
std::optional<model::StartScript> start_script(const host::Host& host,
                                               const model::DockerfileUse& use,
                                               const std::string& display_root);

} // namespace secaudit::project::dockerfile
