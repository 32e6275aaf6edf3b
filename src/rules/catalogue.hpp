// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <string_view>
#include <vector>

namespace secaudit::rules {

/// A rule with its document.
struct Entry {
  Rule rule;
  std::string_view document; ///< the Markdown of XX000_name.md
  std::string_view path;     ///< where that file is, below src/
};

/// All rules, sorted by id. Generated from the file names at build time
/// (cmake/RuleCatalogue.cmake).
std::vector<Entry> catalogue();

/// The text under a `## heading` of a rule's document, without the heading; "" when absent.
std::string_view section(std::string_view document, std::string_view heading);

} // namespace secaudit::rules
