// SPDX-License-Identifier: Apache-2.0
// Corrections of Dockerfiles that change nothing else (rules/dockerfile.md section 12).
#pragma once

#include "model/dockerfile.hpp"
#include "model/finding.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// Bytes [begin, end) of a text are replaced.
struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
  std::string rule;
};

/// The edits that put the findings of one Dockerfile right, as far as that is safe. Findings of
/// rules without a safe correction, suppressed ones, and places that are written in an unusual way
/// are left alone. In the order of the file; none overlap.
std::vector<Edit> safe_edits(std::string_view text, const model::Dockerfile& dockerfile,
                             const std::vector<model::Finding>& findings);

/// The text after the edits.
std::string edited(std::string_view text, const std::vector<Edit>& edits);

} // namespace secaudit::audit
