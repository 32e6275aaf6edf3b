// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/inspect.hpp"

#include "base/json_writer.hpp"
#include "base/limits.hpp"
#include "image/read.hpp"
#include "project/compose/load.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/proxy/read.hpp"

#include "plugin/acquire.hpp"
#include "plugin/inspect_json.hpp"
#include "plugin/load_request.hpp"
#include "plugin/outcome.hpp"
#include "plugin/read_target.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

int failed(const base::Error& error) {
  complain(error);
  return exit_codes::unusable;
}

int told(const std::string& text) {
  return print(text) ? exit_codes::clean : exit_codes::unchecked;
}

} // namespace

int run_inspect_compose(const Session& session) {
  const auto request = load_request(session.host, session.options.compose.flags);
  const auto project = project::compose::load(session.host, request);
  if (!project) {
    return failed(project.error());
  }
  for (const model::Diagnostic& diagnostic : project->diagnostics) {
    if (diagnostic.fatal) {
      complain({model::to_string(diagnostic.span) + ": " + diagnostic.message, diagnostic.hint});
    }
  }
  const int code = told(project_json(*project, session.options.compose.origins));
  return is_unusable(*project) ? exit_codes::unusable : code;
}

int run_inspect_dockerfile(const Session& session) {
  const std::string& path = session.options.words.front();
  const auto text = session.host.read_file(path, limits::project_file_bytes);
  return text ? told(project::dockerfile::inspect_json(project::dockerfile::parse(*text, path)))
              : failed(text.error());
}

int run_inspect_proxy(const Session& session) {
  const std::string& path = session.options.words.front();
  const auto info = session.host.stat(path);
  if (!info) {
    return failed(info.error());
  }
  if (info->type != host::FileInfo::Type::directory) {
    return told(proxy_json(
        project::proxy::read_file(session.host, path, session.host.working_directory())));
  }
  ComposeRequest request;
  host::ComposeFlags flags;
  flags.project_directory = path;
  request.load = load_request(session.host, flags);
  const model::Subjects subjects = acquire_files(session.host, request);
  for (const model::Gap& gap : subjects.gaps) {
    complain({gap.what + ": " + gap.why, gap.hint});
  }
  const int code = told(proxies_json(subjects.proxies));
  return subjects.gaps.empty() ? code : exit_codes::unchecked;
}

int run_inspect_image(const Session& session) {
  std::vector<model::Gap> gaps;
  const auto archive = read_target(session, true, gaps);
  for (const model::Gap& gap : gaps) {
    complain({gap.what + ": " + gap.why, gap.hint});
  }
  if (!archive) {
    return failed(archive.error());
  }
  const int code = told(image::inspect_json(*archive));
  return gaps.empty() ? code : exit_codes::unchecked;
}

} // namespace secaudit::plugin
