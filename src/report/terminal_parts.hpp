// SPDX-License-Identifier: Apache-2.0
// The sections of the terminal summary, in their order.
#pragma once

#include "model/report.hpp"
#include "report/canvas.hpp"

#include <string_view>
#include <vector>

namespace secaudit::report {

/// A heading, one line an item, and the line that counts them; with -v everything that decided.
void write_checklist(const std::vector<model::ChecklistItem>& items, std::string_view heading,
                     Canvas& canvas);
/// Numbers by severity, and what is due when.
void write_totals(const model::Report& report, Canvas& canvas);
/// The findings folded by rule, worst first.
void write_findings(const model::Report& report, Canvas& canvas);
/// What to do first, numbered.
void write_next(const model::Report& report, Canvas& canvas);
/// The whole answer of a search that has no checklist.
void write_list(const model::Report& report, Canvas& canvas);
/// What was asked for and could not be done.
void write_gaps(const model::Report& report, Canvas& canvas);

} // namespace secaudit::report
