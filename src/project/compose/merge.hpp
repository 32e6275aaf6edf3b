// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/tree.hpp"

#include <string>

namespace secaudit::project::compose {

/// Lays `over` on `base` by Compose's rules for each key (compose.md 2.5): mappings member by
/// member, lists appended and made unique by what identifies an item, some keys replaced whole. A
/// value that hides another has `via` overridden and the hidden one as an origin.
void merge_project(model::Node& base, const model::Node& over);

/// The same for one service, whose path is `services.*`.
void merge_service(model::Node& base, const model::Node& over);

} // namespace secaudit::project::compose
