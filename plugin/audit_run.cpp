// SPDX-License-Identifier: Apache-2.0
#include "plugin/audit_run.hpp"

#include "audit/audit.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/git/document_ages.hpp"
#include "report/writers.hpp"
#include "rules/catalogue.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "plugin/attest_evidence.hpp"
#include "plugin/config.hpp"
#include "plugin/history.hpp"
#include "plugin/outcome.hpp"
#include "plugin/output.hpp"
#include "plugin/report_diff.hpp"
#include "plugin/shellcheck.hpp"
#include "plugin/vulnerabilities.hpp"

namespace secaudit::plugin {
namespace {

constexpr unsigned file_mode = 0600;
constexpr unsigned folder_mode = 0700;
constexpr const char* default_folder = "security-reports";
constexpr const char* history_name = "state.json";

/// A name for a folder from the name of an image or a file.
std::string file_name_of(std::string_view text) {
  std::string name;
  for (const char c : base::printable(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                      || c == '.' || c == '_';
    if (kept || (!name.empty() && name.back() != '-')) {
      name += kept ? c : '-';
    }
  }
  name.erase(0, name.find_first_not_of(".-"));
  return name.empty() ? "image" : name.substr(0, 100);
}

/// `check` runs from hooks and writes reports only when told where.
std::string reports_folder(const Options& options, const std::string& folder) {
  const CommonOptions& common = options.common;
  if (common.no_reports) {
    return {};
  }
  if (!common.reports.empty()) {
    return common.reports;
  }
  if (options.command == "check") {
    return {};
  }
  const std::string all = folder + "/" + default_folder;
  // Beside the reports of a project, not over them.
  return options.command == "image" ? all + "/" + file_name_of(options.image.target) : all;
}

/// The default folder belongs to the project, which could lead us elsewhere by a link.
base::Status safe_to_write(const host::Host& host, const Options& options,
                           const std::string& folder) {
  const std::string name = folder + "/" + default_folder;
  const auto info = host.stat(name, false);
  if (options.common.reports.empty() && info && info->type == host::FileInfo::Type::symlink) {
    return base::fail(name + ": is a link, expected a folder",
                      "remove it, or name the folder with --reports");
  }
  return {};
}

/// A history that cannot be read is told: without it every clock starts anew.
History load_history(const host::Host& host, const std::string& folder,
                     std::vector<model::Gap>& gaps) {
  const std::string file = folder + "/" + history_name;
  if (folder.empty() || !host.stat(file)) {
    return {};
  }
  const auto text = host.read_file(file, limits::past_report_bytes);
  auto history = text ? read_history(*text) : tl::unexpected(text.error());
  if (!history) {
    gaps.push_back({"report", history_name, history.error().message, {}, history.error().hint});
    return {};
  }
  return *std::move(history);
}

/// The last run's report stays beside the new one, with what changed between them.
void add_changes(const host::Host& host, const std::string& folder, const model::Report& report,
                 std::map<std::string, std::string>& files) {
  const auto text = host.read_file(folder + "/report.json", limits::past_report_bytes);
  if (!text) {
    return;
  }
  if (const auto old = read_past_report(*text, "report.json")) {
    files[previous_report_name] = *text;
    files["changes.txt"] = diff_text(diff_of(*old, past_of(report)));
  }
}

/// A file whose name comes from the project stays inside the folder.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos
         && name.find('\0') == std::string::npos;
}

base::Status write_reports(const host::Host& host, const std::string& folder,
                           const model::Report& report, const ScannerReports& scanners,
                           History history) {
  if (auto made = host.make_directory(folder, folder_mode); !made) {
    return made;
  }
  auto files = report::report_files(report);
  for (const auto& [name, content] : scanners.files) {
    // What a scanner says of dependencies goes below our own list.
    std::string& file = files[name];
    const bool replaces = name.ends_with("-recommendations.txt");
    file = file.empty() || replaces ? content : file + "\n" + content;
  }
  history.note(report);
  files[history_name] = to_json(history);
  add_changes(host, folder, report, files);
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

} // namespace

Progress::Style progress_style(const Session& session) {
  auto style = Progress::Style::quiet;
  if (!session.options.common.quiet) {
    // A line that is written over needs a terminal that can move its cursor.
    const bool moves = session.terminal.errors && session.host.env("TERM") != "dumb";
    parse_progress(session.options.common.progress, moves, style);
  }
  return style;
}

base::Date as_of(const Session& session) {
  const auto given = base::parse_date(session.options.common.as_of);
  return given ? *given : session.host.today();
}

base::Result<Terms> read_terms(const Session& session, const std::string& folder) {
  const CommonOptions& common = session.options.common;
  Terms terms;
  terms.policy.as_of = as_of(session);
  auto config = read_config(session.host, common.config, folder, terms.policy.as_of);
  if (!config) {
    return tl::unexpected(config.error());
  }
  terms.gaps = std::move(config->gaps);
  terms.policy.strict = common.strict || config->strict;
  terms.policy.suppressions = std::move(config->suppressions);
  terms.policy.attestations = std::move(config->attestations);
  terms.policy.due_days = config->due_days;
  terms.policy.surroundings = std::move(config->surroundings);
  check_evidence(session.host, folder, terms.policy.attestations);
  terms.fail_on = !common.fail_on.empty() ? common.fail_on : config->fail_on.value_or("high");
  return terms;
}

int judge_and_tell(const Session& session, model::Subjects subjects, const std::string& folder,
                   Progress& progress, std::map<std::string, model::ImageConfig> base_images) {
  const CommonOptions& common = session.options.common;
  auto terms = read_terms(session, folder);
  if (!terms) {
    progress.clear();
    complain(terms.error());
    return exit_codes::unusable;
  }
  audit::Policy& policy = terms->policy;
  std::move(terms->gaps.begin(), terms->gaps.end(), std::back_inserter(subjects.gaps));
  std::string reports = reports_folder(session.options, folder);
  bool fine = true;
  if (auto safe = safe_to_write(session.host, session.options, folder); !reports.empty() && !safe) {
    complain({"the reports were not written: " + safe.error().message, safe.error().hint});
    reports.clear();
    fine = false;
  }
  const bool unusable = subjects.project && is_unusable(*subjects.project);
  History history = load_history(session.host, reports, subjects.gaps);
  policy.past = history.past(policy.as_of);
  if (subjects.tree) {
    policy.ages = project::git::document_ages(session.host, *subjects.tree);
  }
  const ScannerReports scanners = find_vulnerabilities(session, folder, progress, subjects);

  policy.surroundings.base_images = std::move(base_images);
  ask_shellcheck(session, folder, subjects, policy.surroundings);
  progress.step("judging");
  model::Report report = audit::run(subjects, rules::catalogue(), policy);
  report.tool_version = SECAUDIT_VERSION;
  progress.clear();
  if (session.host.cancelled()) {
    return exit_codes::unchecked; // main replaces it by the signal's code
  }
  if (!reports.empty()) {
    if (auto written = write_reports(session.host, reports, report, scanners, std::move(history));
        !written) {
      complain({"the reports were not written: " + written.error().message, written.error().hint});
      reports.clear();
      fine = false;
    }
  }
  if (common.ignore_unfixed) {
    report = without_unfixed(std::move(report));
  }
  // What is not shown counts all the same.
  const int code = unusable ? exit_codes::unusable : exit_code_of(report, terms->fail_on);
  fine = tell(session, with_severities(std::move(report), common.severities), reports) && fine;
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
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  // A reader that has seen enough needs no message.
  if (!written && errno != EPIPE) {
    complain({"standard output cannot be written: " + std::generic_category().message(errno), ""});
  }
  return written;
}

} // namespace secaudit::plugin
