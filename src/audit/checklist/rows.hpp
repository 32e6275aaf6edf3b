// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checklist/items.hpp"

#include <span>
#include <string_view>

namespace secaudit::audit {

/// A row of the checklist: its decision, and how it decides in words (docs/checklist.md).
struct Row {
  std::string_view id;
  std::string_view title;
  Grounds (*decide)(const Known&); ///< nullptr for C10, which needs the verdict about C5
  std::string_view how;            ///< Markdown, one paragraph
};

/// C1–C12 in their order.
std::span<const Row> checklist_rows();
/// H1–H16 in their order.
std::span<const Row> hardening_rows();

} // namespace secaudit::audit
