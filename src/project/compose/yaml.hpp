// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "model/tree.hpp"

#include <string_view>

namespace secaudit::project::compose {

/// Reads the first document of a YAML file as a tree: aliases and merge keys resolved, scalars
/// typed by the YAML 1.2 core rules as Compose's parser applies them, every key and value with its
/// place. An empty file gives a null node. The error names `file:line:column`.
base::Result<model::Node> parse_yaml(std::string_view text, const model::FileName& file);

} // namespace secaudit::project::compose
