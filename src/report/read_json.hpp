// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "model/report.hpp"

#include <string>
#include <string_view>

namespace secaudit::report {

/// Reads a report that report::json wrote (docs/report.schema.json); written again it is the same
/// text. An error when it is no such report, `name` (of the file) first. Unknown members are passed
/// over.
base::Result<model::Report> read_json(std::string_view text,
                                      const std::string& name = "report.json");

} // namespace secaudit::report
