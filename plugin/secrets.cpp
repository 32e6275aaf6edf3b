// SPDX-License-Identifier: Apache-2.0
#include "base/search_limits.hpp"
#include "base/text.hpp"
#include "report/text.hpp"
#include "report/writers.hpp"

#include <algorithm>
#include <utility>

#include "plugin/git_search.hpp"
#include "plugin/outcome.hpp"
#include "plugin/output.hpp"
#include "plugin/run_command.hpp"
#include "plugin/secret_report.hpp"
#include "plugin/secret_search.hpp"
#include "plugin/tree_search.hpp"

namespace secaudit::plugin {
namespace {

constexpr unsigned file_mode = 0600;
constexpr unsigned folder_mode = 0700;

/// Where git is asked, and what its answer is limited to.
struct Place {
  std::string directory = ".";
  std::vector<std::string> paths;
};

Place place_of(const Session& session) {
  Place place;
  const auto& words = session.options.words;
  const auto info = words.size() == 1 ? session.host.stat(words.front())
                                      : base::Result<host::FileInfo>(base::fail("several"));
  if (info && info->type == host::FileInfo::Type::directory) {
    place.directory = words.front();
    place.paths = {"."};
  } else {
    for (const std::string& word : words) {
      place.paths.push_back(":(literal)" + word);
    }
  }
  return place;
}

bool is_range(const std::string& text) {
  return !text.empty() && text.front() != '-' && text.find('\0') == std::string::npos;
}

base::Status search_git(const Session& session, const secrets::Scanner& scanner, SecretFinds& finds,
                        SecretScope& scope) {
  const SecretsOptions& options = session.options.secrets;
  const Place place = place_of(session);
  GitSearch search(session.host, project::git::History(session.host, place.directory), scanner,
                   finds, scope.gaps);
  if (options.staged) {
    scope.title = "staged changes";
    const auto searched = search.staged(place.paths);
    scope.looked_at = report::counted(search.blobs(), "file");
    return searched;
  }
  scope.title = options.range;
  if (!is_range(options.range)) {
    return base::fail("\"" + options.range + "\" is no range of commits",
                      "write A..B, such as origin/main..HEAD");
  }
  const auto more = search.commits({options.range}, place.paths, limits::range_commits);
  if (!more) {
    return tl::unexpected(more.error());
  }
  if (*more) {
    scope.gaps.push_back({"secrets",
                          options.range,
                          "the range has more commits than are looked at in one run",
                          {},
                          "divide it"});
  }
  scope.looked_at = report::counted(search.blobs(), "file") + " of "
                    + report::counted(search.searched_commits().size(), "commit");
  return {};
}

base::Status search_files(const Session& session, const secrets::Scanner& scanner,
                          SecretFinds& finds, SecretScope& scope) {
  std::vector<std::string> paths = session.options.words;
  if (paths.empty()) {
    paths.emplace_back(".");
  }
  scope.title = base::join(paths, ", ");
  TreeSearch search(session.host, scanner, finds, scope.gaps);
  for (const std::string& path : paths) {
    if (auto searched = search.path(path); !searched) {
      return searched;
    }
  }
  scope.looked_at = report::counted(search.files(), "file");
  return {};
}

/// Only where somebody asked for it: `security-reports/secrets-scan.txt` of a whole audit stays.
bool write_scan(const Session& session, const model::Report& report) {
  const std::string& folder = session.options.common.reports;
  if (folder.empty() || session.options.common.no_reports) {
    return true;
  }
  auto written = session.host.make_directory(folder, folder_mode);
  if (written) {
    written =
        session.host.write_file(folder + "/secrets-scan.txt",
                                report::report_files(report).at("secrets-scan.txt"), file_mode);
  }
  if (!written) {
    complain(written.error());
  }
  return written.has_value();
}

} // namespace

int run_secrets(const Session& session) {
  Progress progress(progress_style(session), session.terminal.columns);
  const SecretsOptions& options = session.options.secrets;
  auto terms = read_terms(session, session.host.working_directory());
  if (!terms) {
    complain(terms.error());
    return exit_codes::unusable;
  }
  progress.step("searching for secrets");
  const SecretSearch search(session.host, session.host.working_directory());
  SecretFinds finds;
  SecretScope scope;
  scope.gaps = std::move(terms->gaps);
  const auto searched = options.staged || !options.range.empty()
                            ? search_git(session, search.scanner(), finds, scope)
                            : search_files(session, search.scanner(), finds, scope);
  progress.clear();
  if (session.host.cancelled()) {
    return exit_codes::unchecked; // main replaces it by the signal's code
  }
  if (!searched) {
    complain(searched.error());
    return exit_codes::unusable;
  }
  const model::Report report = secret_report(finds.all(), std::move(scope), terms->policy);
  bool fine = write_scan(session, report);
  const model::Report shown = with_severities(report, session.options.common.severities);
  fine = tell(session, shown, session.options.common.reports) && fine;
  const int code = exit_code_of(shown, terms->fail_on);
  return code == exit_codes::clean && !fine ? exit_codes::unchecked : code;
}

} // namespace secaudit::plugin
