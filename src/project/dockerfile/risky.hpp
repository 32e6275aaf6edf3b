// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace secaudit::project::dockerfile {

/// True for the path of a build context that should not reach a builder (rules/dockerfile.md
/// section 4): keys, password files, state with secrets, version control, dependencies, dumps.
/// `folder` says what the path is.
bool risky_path(std::string_view path, bool folder);

} // namespace secaudit::project::dockerfile
