// SPDX-License-Identifier: Apache-2.0
#include "host/move_file.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace secaudit::host {

base::Status move_file(const std::string& from, const std::string& to) {
  struct ::stat info {};
  if (::lstat(to.c_str(), &info) == 0) {
    return base::fail(to + ": exists already", "look at it, and remove it when it is not needed");
  }
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return base::fail(from + ": cannot be renamed: " + std::generic_category().message(errno));
  }
  return {};
}

base::Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0) {
    return base::fail(path + ": cannot be removed: " + std::generic_category().message(errno));
  }
  return {};
}

} // namespace secaudit::host
