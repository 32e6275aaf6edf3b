// SPDX-License-Identifier: Apache-2.0
#include "plugin/audit_run.hpp"

#include "audit/audit.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "report/writers.hpp"
#include "rules/catalogue.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "plugin/config.hpp"
#include "plugin/history.hpp"
#include "plugin/outcome.hpp"

namespace secaudit::plugin {
namespace {

constexpr unsigned file_mode = 0600;
constexpr unsigned folder_mode = 0700;
constexpr const char* history_name = "state.json";

/// `check` runs from hooks and writes reports only when told where.
std::string reports_folder(const Options& options, const std::string& folder) {
  const CommonOptions& common = options.common;
  if (common.no_reports) {
    return {};
  }
  if (!common.reports.empty()) {
    return common.reports;
  }
  return options.command == "check" ? "" : folder + "/security-reports";
}

History load_history(const host::Host& host, const std::string& folder) {
  const auto text = folder.empty()
                        ? base::Result<std::string>(base::fail("none"))
                        : host.read_file(folder + "/" + history_name, limits::project_file_bytes);
  return text ? read_history(*text) : History{};
}

/// A file whose name comes from the project stays inside the folder.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos
         && name.find('\0') == std::string::npos;
}

base::Status write_reports(const host::Host& host, const std::string& folder,
                           const model::Report& report, History history) {
  if (auto made = host.make_directory(folder, folder_mode); !made) {
    return made;
  }
  auto files = report::report_files(report);
  history.note(report);
  files[history_name] = to_json(history);
  for (const auto& [name, content] : files) {
    if (!is_plain_name(name)) {
      continue;
    }
    if (auto written = host.write_file(folder + "/" + name, content, file_mode); !written) {
      return written;
    }
  }
  return {};
}

std::string format_of(const CommonOptions& common, std::size_t index) {
  if (index < common.formats.size()) {
    return base::to_lower(common.formats[index]);
  }
  const bool json = index < common.outputs.size() && common.outputs[index].ends_with(".json");
  return json ? "json" : "terminal";
}

std::string rendered(const Session& session, const model::Report& report, const std::string& format,
                     bool to_terminal, const std::string& reports) {
  if (format == "json") {
    return report::json(report);
  }
  const CommonOptions& common = session.options.common;
  const auto choice = host::parse_colour_choice(common.colour);
  report::TerminalStyle style;
  style.colour = to_terminal
                 && host::use_colour(choice.value_or(host::ColourChoice::automatic), session.host,
                                     session.terminal.output);
  style.columns = to_terminal ? session.terminal.columns : 0;
  style.verbose = common.verbose;
  style.all = common.all;
  style.reports_directory = reports;
  return report::terminal(report, style);
}

/// False when one of the outputs could not be written.
bool tell(const Session& session, const model::Report& report, const std::string& reports) {
  const CommonOptions& common = session.options.common;
  bool fine = true;
  for (std::size_t i = 0; i < common.outputs.size(); ++i) {
    const std::string text = rendered(session, report, format_of(common, i), false, reports);
    if (common.outputs[i] == "-") {
      fine = print(text) && fine;
    } else if (auto written = session.host.write_file(common.outputs[i], text, file_mode);
               !written) {
      complain(written.error());
      fine = false;
    }
  }
  const bool to_stdout = common.outputs.empty() || common.formats.size() > common.outputs.size();
  if (to_stdout) {
    const std::string format = format_of(common, common.outputs.size());
    fine = print(rendered(session, report, format, true, reports)) && fine;
  }
  return fine;
}

} // namespace

Progress::Style progress_style(const Session& session) {
  auto style = Progress::Style::quiet;
  if (!session.options.common.quiet) {
    parse_progress(session.options.common.progress, session.terminal.errors, style);
  }
  return style;
}

base::Date as_of(const Session& session) {
  const auto given = base::parse_date(session.options.common.as_of);
  return given ? *given : session.host.today();
}

int judge_and_tell(const Session& session, model::Subjects subjects, const std::string& folder,
                   Progress& progress) {
  const CommonOptions& common = session.options.common;
  audit::Policy policy;
  policy.as_of = as_of(session);
  auto config = read_config(session.host, common.config, folder, policy.as_of);
  if (!config) {
    progress.clear();
    complain(config.error());
    return exit_codes::unusable;
  }
  std::move(config->gaps.begin(), config->gaps.end(), std::back_inserter(subjects.gaps));
  policy.strict = common.strict || config->strict;
  policy.suppressions = std::move(config->suppressions);
  policy.attestations = std::move(config->attestations);
  std::string reports = reports_folder(session.options, folder);
  const bool unusable = subjects.project && is_unusable(*subjects.project);
  History history = load_history(session.host, reports);
  policy.first_seen = history.first_seen(policy.as_of);

  progress.step("judging");
  model::Report report = audit::run(subjects, rules::catalogue(), policy);
  report.tool_version = SECAUDIT_VERSION;
  progress.clear();
  if (session.host.cancelled()) {
    return exit_codes::unchecked; // main replaces it by the signal's code
  }
  bool fine = true;
  if (!reports.empty()) {
    if (auto written = write_reports(session.host, reports, report, std::move(history)); !written) {
      complain({"the reports were not written: " + written.error().message, written.error().hint});
      reports.clear();
      fine = false;
    }
  }
  const std::string fail_on =
      !common.fail_on.empty() ? common.fail_on : config->fail_on.value_or("high");
  const model::Report shown = with_severities(report, common.severities);
  fine = tell(session, shown, reports) && fine;
  const int code = unusable ? exit_codes::unusable : exit_code_of(shown, fail_on);
  return code == exit_codes::clean && !fine ? exit_codes::unchecked : code;
}

void complain(const base::Error& error) {
  std::string line = "docker secaudit: " + base::printable(error.message);
  if (!error.hint.empty()) {
    line += "; " + base::printable(error.hint);
  }
  std::fprintf(stderr, "%s\n", line.c_str());
}

bool print(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size()
         && std::fflush(stdout) == 0;
}

} // namespace secaudit::plugin
