// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"

#include <string>

namespace secaudit::project::compose {

/// The effective model as JSON (`inspect compose`); with `origins`, each value as {value, via, at,
/// origins}.
std::string inspect_json(const model::Project& project, bool origins);

} // namespace secaudit::project::compose
