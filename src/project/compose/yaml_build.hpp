// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/tree.hpp"
#include "project/compose/yaml_tree.hpp"

#include <string>
#include <vector>

namespace secaudit::project::compose {

/// Steps from the root to a value: keys, and indexes as text.
using Path = std::vector<std::string>;

/// A document as a tree of values.
struct BuiltYaml {
  model::Node root;
  std::vector<Path> replaced; ///< values tagged `!reset` (which are left out) and `!override`
  std::vector<model::Diagnostic> errors;
};

/// Types the scalars, follows aliases, merges `<<` and checks the keys. An error leaves out the
/// value at its place only. What came by an alias has the place of the anchor, and the use of the
/// alias as its origin.
BuiltYaml build_yaml(const YamlDocument& document, const model::FileName& file);

} // namespace secaudit::project::compose
