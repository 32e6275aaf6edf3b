// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <map>
#include <string>
#include <string_view>

namespace secaudit::project::manifests {

/// Where the members of a JSON document stand: path of keys joined by U+001F → place of the key,
/// for objects nested up to `depth`. Members of arrays are left out. The text should have been
/// parsed already; of a broken one it gives what it can.
std::map<std::string, model::Span> key_positions(std::string_view json, const model::FileName& file,
                                                 int depth);

/// The path that key_positions uses.
std::string key_path(std::string_view parent, std::string_view key);

} // namespace secaudit::project::manifests
