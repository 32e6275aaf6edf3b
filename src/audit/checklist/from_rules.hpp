// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checklist/known.hpp"

namespace secaudit::audit {

/// A row that is a fold of what rules said. A `*` at the end of an id stands for all that begin so.
struct RuleRow {
  std::vector<std::string_view> failing;               ///< an open finding fails the row …
  model::Severity failing_from = model::Severity::low; ///< … from this severity; below it warns
  std::vector<std::string_view> warning;               ///< an open finding warns
  std::string clean;                                   ///< summary when all passed
  std::string not_looked;                              ///< summary when no subject could be judged
  std::string nothing;                                 ///< summary when the subject does not exist
};

/// Contrary from failing findings, partial from warning ones, unreadable when subjects could not be
/// judged, strong when at least one passed, inapplicable when the rules applied to nothing.
Grounds from_rules(const Known& known, const RuleRow& row);

} // namespace secaudit::audit
