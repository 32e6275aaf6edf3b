// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"

#include <string>

namespace secaudit::project::dockerfile {

/// The whole tree with the place of every word, as indented JSON: `docker secaudit inspect
/// dockerfile`. Text that may hold a secret is shown as it stands in the file.
std::string inspect_json(const model::Dockerfile& dockerfile);

/// The tree in the S-expressions of BuildKit's own dump, one instruction a line, without a final
/// line feed.
std::string inspect_expressions(const model::Dockerfile& dockerfile);

/// A text as a Go string literal with its quotes.
std::string go_quoted(std::string_view text);

} // namespace secaudit::project::dockerfile
