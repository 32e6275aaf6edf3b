// SPDX-License-Identifier: Apache-2.0
// The forms for machines and readers other than the terminal; a file each.
#pragma once

#include "model/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::report {

using Writer = std::string (*)(const model::Report&);

/// The writer of a format; nullptr for an unknown name and for `terminal`, which needs a style.
Writer writer_of(std::string_view format);

/// SARIF 2.1.0, as code scanning services read it.
std::string sarif(const model::Report& report);
/// One self-contained page: no script, nothing loaded, every text escaped.
std::string html(const model::Report& report);
/// JUnit XML: a test case a check, failures where it failed, skipped where nothing could be told.
std::string junit(const model::Report& report);
/// Markdown for a comment on a merge request.
std::string markdown(const model::Report& report);
/// GitLab's code quality report.
std::string gitlab(const model::Report& report);
/// Workflow commands of GitHub Actions, one line an open finding.
std::string github(const model::Report& report);

} // namespace secaudit::report
