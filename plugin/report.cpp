// SPDX-License-Identifier: Apache-2.0
// Reports that were written before, shown and converted.
#include "base/limits.hpp"
#include "report/read_json.hpp"

#include "plugin/outcome.hpp"
#include "plugin/output.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

base::Result<model::Report> read_report(const Session& session) {
  const std::string& path = session.options.words.front();
  const auto text = session.host.read_file(path, limits::past_report_bytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  return report::read_json(*text, path);
}

} // namespace

int run_report_show(const Session& session) {
  auto report = read_report(session);
  if (!report) {
    complain(report.error());
    return exit_codes::unusable;
  }
  if (const auto day = base::parse_date(session.options.common.as_of)) {
    report->as_of = *day;
  }
  const std::string& level = session.options.common.fail_on;
  const model::Report shown =
      with_severities(std::move(*report), session.options.common.severities);
  const bool fine = tell(session, shown, "");
  const int code = exit_code_of(shown, level.empty() ? "high" : level);
  return code == exit_codes::clean && !fine ? exit_codes::unchecked : code;
}

/// Converting is no judgement: only --fail-on makes one of it.
int run_report_convert(const Session& session) {
  const auto report = read_report(session);
  if (!report) {
    complain(report.error());
    return exit_codes::unusable;
  }
  const model::Report shown = with_severities(*report, session.options.common.severities);
  if (!tell(session, shown, "")) {
    return exit_codes::unchecked;
  }
  const std::string& level = session.options.common.fail_on;
  return level.empty() ? exit_codes::clean : exit_code_of(shown, level);
}

} // namespace secaudit::plugin
