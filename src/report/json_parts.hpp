// SPDX-License-Identifier: Apache-2.0
// The parts of the JSON report; docs/report.schema.json describes each.
#pragma once

#include "base/json_writer.hpp"
#include "model/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::report {

void write_strings(std::string_view key, const std::vector<std::string>& values,
                   base::JsonWriter& out);
void write_span(const model::Span& span, base::JsonWriter& out);
/// The array `evidence` of an object.
void write_evidence(const std::vector<model::Evidence>& list, base::JsonWriter& out);
void write_items(std::string_view key, const std::vector<model::ChecklistItem>& items,
                 base::JsonWriter& out);
void write_findings(const model::Report& report, base::JsonWriter& out);
void write_checks(const model::Report& report, base::JsonWriter& out);

} // namespace secaudit::report
