// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/manifest.hpp"

#include <string>
#include <vector>

namespace secaudit::project::manifests {

/// The dependency manifests of the tree with their lock files: requirements.txt, package.json, and
/// the others of rules/dockerfile.md DF3xx.
std::vector<model::Manifest> read_all(const host::Host& host, const model::ProjectTree& tree);

/// The same for files named one by one, relative to the working directory or absolute.
std::vector<model::Manifest> read_named(const host::Host& host,
                                        const std::vector<std::string>& paths);

} // namespace secaudit::project::manifests
