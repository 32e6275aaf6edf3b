// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <string>

namespace secaudit::plugin {

/// Where the advisory database is: `--db`, else SECAUDIT_DB, else the user's data folder.
struct DatabasePath {
  std::string file;
  bool named = false; ///< by flag or environment: its absence is worth a gap
};
DatabasePath database_path(const host::Host& host, const std::string& flag);

} // namespace secaudit::plugin
