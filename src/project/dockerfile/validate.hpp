// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/instruction.hpp"

#include <vector>

namespace secaudit::project::dockerfile {

/// Appends what BuildKit would refuse about a single instruction: unknown name or flag, a wrong
/// number of arguments, a bad value (rules/dockerfile.md section 2).
void validate(const Parsed& parsed, std::vector<model::Diagnostic>& diagnostics);

} // namespace secaudit::project::dockerfile
