// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"

#include <string>

namespace secaudit::project::compose {

/// Where relative paths of a file count from, and what `~` means.
struct PathRoots {
  std::string directory; ///< absolute
  std::string home;      ///< "" when unknown
};

/// An absolute, clean path; "" stays "".
std::string absolute(const std::string& path, const PathRoots& roots);

/// True for Git and HTTP build contexts and whatever else has a scheme.
bool is_remote_context(std::string_view context);

/// Makes the paths of a project in long forms absolute; what was written stays in `raw`.
void resolve_paths(Node& root, const PathRoots& roots);

} // namespace secaudit::project::compose
