// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>

#include "plugin/acquire.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

bool is_compose_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return (name.ends_with(".yml") || name.ends_with(".yaml")) && base::contains(name, "compose");
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

} // namespace

int run_check(const Session& session) {
  Progress progress(progress_style(session), session.terminal.columns);
  std::vector<std::string> paths = session.options.words;
  if (paths.empty()) {
    paths.push_back(".");
  }
  int code = exit_codes::clean;
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    const auto info = session.host.stat(path);
    if (!info) {
      progress.clear();
      complain(info.error());
      code = worse(code, exit_codes::unusable);
      continue;
    }
    ComposeRequest request;
    request.compose_optional = true;
    request.load.environment = session.host.environment();
    if (info->type == host::FileInfo::Type::directory) {
      request.load.working_directory = absolute(session.host, path);
      // The file is looked for in the folder that was named, not where the shell points.
      request.load.environment.erase("COMPOSE_FILE");
      code = worse(code, check_project(session, request, path, progress));
    } else if (is_compose_name(path)) {
      request.load.files = {absolute(session.host, path)};
      code = worse(code, check_project(session, request, path, progress));
    } else {
      files.push_back(path);
    }
  }
  if (!files.empty()) {
    progress.step("reading " + base::join(files, ", "));
    code = worse(code, judge_and_tell(session, acquire_named_files(session.host, files),
                                      session.host.working_directory(), progress));
  }
  return code;
}

} // namespace secaudit::plugin
