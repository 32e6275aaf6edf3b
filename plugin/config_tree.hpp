// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "model/tree.hpp"

#include <string>
#include <string_view>

namespace secaudit::plugin {

/// A configuration file as a tree of texts. Unlike in a compose file, a date without quotes is
/// welcome. Aliases are refused: nobody needs them here. The error names `file:line:column`.
base::Result<model::Node> parse_config_tree(std::string_view text, const std::string& file);

} // namespace secaudit::plugin
