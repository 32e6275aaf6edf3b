// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/paths.hpp"

namespace secaudit::project::dockerfile {

std::string display_name(const std::string& path, const std::string& root) {
  if (path == root) {
    return ".";
  }
  const std::string folder = root.ends_with('/') ? root : root + "/";
  return !root.empty() && path.starts_with(folder) ? path.substr(folder.size()) : path;
}

std::string joined_path(const std::string& base, const std::string& path) {
  const bool drive = path.size() > 1 && path[1] == ':';
  return path.starts_with('/') || drive ? path : base + "/" + path;
}

} // namespace secaudit::project::dockerfile
