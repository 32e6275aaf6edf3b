// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"

#include <string>

namespace secaudit::project::compose {

/// The normalised model as `docker compose config --format json` prints it, with `$` as it is and
/// keys sorted. With `origins`, every scalar is an object of its value, the way it came (`via`),
/// the place (`at`) and the chain behind it.
std::string inspect_json(const model::Project& project, bool origins);

} // namespace secaudit::project::compose
