// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/manifest.hpp"

#include <string_view>
#include <vector>

namespace secaudit::project::manifests {

/// Whether a file of this name is a lock file that read_lock understands. `go.mod` is one: it names
/// every module with its version.
bool is_lock_file(std::string_view base_name);

/// The ecosystem of a lock file as Manifest::kind has it.
std::string_view kind_of_lock(std::string_view base_name);

/// The packages that a lock file pins, in its order; what cannot be read is left out. Packages of
/// the project itself (workspaces, path dependencies) are not among them.
std::vector<model::LockedPackage> read_lock(std::string_view text, const model::FileName& file);

} // namespace secaudit::project::manifests
