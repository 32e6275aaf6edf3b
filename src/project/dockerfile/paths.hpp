// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace secaudit::project::dockerfile {

/// `path` as shown to people: relative to `root` when it lies below, "." for the root itself.
std::string display_name(const std::string& path, const std::string& root);

/// `path` from the folder `base`; an absolute path stays.
std::string joined_path(const std::string& base, const std::string& path);

} // namespace secaudit::project::dockerfile
