// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/manifest.hpp"

#include <string>

namespace secaudit::project::git {

/// Walks the project directory within the limits and gathers what git knows about its secret files.
/// Without git or outside a repository `is_git` is false and the ignore rules are read from the
/// .gitignore files themselves.
model::ProjectTree read_tree(const host::Host& host, const std::string& directory);

} // namespace secaudit::project::git
