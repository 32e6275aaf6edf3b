// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/catalogue.hpp"

#include <string>
#include <vector>

namespace secaudit::rules {

/// docs/rules/README.md: all rules by subject as Markdown tables, each with a link to its document.
/// `entries` are sorted by id.
std::string catalogue_page(const std::vector<Entry>& entries);

} // namespace secaudit::rules
