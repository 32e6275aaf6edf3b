// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

namespace secaudit::project::compose {

/// Lays `over` on `base`, whose place in the project is `steps` (empty for whole projects):
/// mappings by key, lists appended, some keys by rules of their own. A value that replaces another
/// keeps the replaced one in its origins.
void merge(Node& base, Node over, Steps steps, Report& report);

/// Makes lists unique by what identifies their items, the last one winning at the place of the
/// first.
void enforce_unicity(Node& root, Report& report);

/// A mapping as a sorted list of KEY=value, other scalars as a list of one.
Node as_list(const Node& node);

} // namespace secaudit::project::compose
