// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "base/text.hpp"

#include <algorithm>

#include "plugin/acquire.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

bool is_compose_file(const host::Host& host, const std::string& path) {
  if (!is_yaml_name(path)) {
    return false;
  }
  if (base::contains(std::string_view(path).substr(path.rfind('/') + 1), "compose")) {
    return true;
  }
  const auto text = host.read_file(path, limits::project_file_bytes);
  return text && looks_like_compose(*text);
}

/// Whether the output has room for one project only.
bool wants_one_report(const CommonOptions& common) {
  return !common.outputs.empty() || !common.reports.empty()
         || std::any_of(common.formats.begin(), common.formats.end(),
                        [](const std::string& format) { return format != "terminal"; });
}

std::string absolute(const host::Host& host, const std::string& path) {
  return path.starts_with('/') ? path : host.working_directory() + "/" + path;
}

int check_project(const Session& session, const ComposeRequest& request, const std::string& folder,
                  Progress& progress) {
  progress.step("reading " + folder);
  model::Subjects subjects = acquire_files(session.host, request);
  const std::string home = subjects.tree ? subjects.tree->directory : folder;
  return judge_and_tell(session, std::move(subjects), home, progress);
}

/// The more telling of two exit codes: unusable input, then findings, then gaps.
int worse(int a, int b) {
  const auto rank = [](int code) { return code == 2 ? 1 : code == 1 ? 2 : code; };
  return rank(a) >= rank(b) ? a : b;
}

/// What the paths of the command line are.
struct Named {
  std::vector<std::pair<std::string, ComposeRequest>> projects;
  std::vector<std::string> files;
  std::vector<base::Error> absent;
};

Named sorted_out(const host::Host& host, const std::vector<std::string>& paths) {
  Named named;
  for (const std::string& path : paths) {
    const auto info = host.stat(path);
    ComposeRequest request;
    request.compose_optional = true;
    request.load.environment = host.environment();
    if (!info) {
      named.absent.push_back(info.error());
    } else if (info->type == host::FileInfo::Type::directory) {
      request.load.working_directory = absolute(host, path);
      // The file is looked for in the folder that was named, not where the shell points.
      request.load.environment.erase("COMPOSE_FILE");
      named.projects.emplace_back(path, std::move(request));
    } else if (is_compose_file(host, path)) {
      request.load.files = {absolute(host, path)};
      named.projects.emplace_back(path, std::move(request));
    } else {
      named.files.push_back(path);
    }
  }
  return named;
}

} // namespace

int run_check(const Session& session) {
  Progress progress(progress_style(session), session.terminal.columns);
  std::vector<std::string> paths = session.options.words;
  if (paths.empty()) {
    paths.push_back(".");
  }
  const Named named = sorted_out(session.host, paths);
  if (named.projects.size() + (named.files.empty() ? 0 : 1) > 1
      && wants_one_report(session.options.common)) {
    complain(
        {"several projects have several reports, and --format, --output and --reports hold one",
         "run docker secaudit check once for each"});
    return exit_codes::usage;
  }
  int code = named.absent.empty() ? exit_codes::clean : exit_codes::unusable;
  for (const base::Error& error : named.absent) {
    complain(error);
  }
  for (const auto& [path, request] : named.projects) {
    code = worse(code, check_project(session, request, path, progress));
  }
  if (!named.files.empty()) {
    progress.step("reading " + base::join(named.files, ", "));
    code = worse(code, judge_and_tell(session, acquire_named_files(session.host, named.files),
                                      session.host.working_directory(), progress));
  }
  return code;
}

} // namespace secaudit::plugin
