// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/catalogue.hpp"

#include <string>
#include <vector>

namespace secaudit::audit {

/// docs/checklist.md: how each row is decided, with the rules that count for it, from the tables
/// that the program decides by.
std::string checklist_page(const std::vector<rules::Entry>& catalogue);

} // namespace secaudit::audit
