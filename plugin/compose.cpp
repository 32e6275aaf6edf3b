// SPDX-License-Identifier: Apache-2.0
#include "plugin/acquire.hpp"
#include "plugin/base_images.hpp"
#include "plugin/load_request.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

ComposeRequest request_of(const Session& session) {
  ComposeRequest request;
  request.load = load_request(session.host, session.options.compose.flags);
  request.services = session.options.compose.services;
  return request;
}

ImagesRequest images_of(const Options& all) {
  const ComposeOptions& options = all.compose;
  ImagesRequest request;
  request.use_results = !all.common.no_cache_results;
  if (options.no_build) {
    request.build = ImagesRequest::Build::none;
  } else if (options.cached) {
    request.build = ImagesRequest::Build::cached;
  }
  request.pull = options.pull;
  request.platform = options.platform;
  return request;
}

/// Adds the images of the services; what the engine has of the base images is returned.
std::map<std::string, model::ImageConfig> add_images(const Session& session,
                                                     const ComposeRequest& request,
                                                     Progress& progress,
                                                     model::Subjects& subjects) {
  const auto docker = host::Docker::find(session.host, session.options.docker_flags);
  if (!docker) {
    subjects.gaps.push_back({"build", "images", docker.error().message, {}, docker.error().hint});
    return {};
  }
  acquire_images(session.host, *docker, request, images_of(session.options), progress, subjects);
  return inspect_base_images(*docker, subjects);
}

} // namespace

int run_compose(const Session& session) {
  Progress progress(progress_style(session), session.terminal.columns);
  const ComposeRequest request = request_of(session);
  progress.step("reading the project");
  model::Subjects subjects = acquire_files(session.host, request);
  if (!subjects.project) {
    progress.clear();
    for (const model::Gap& gap : subjects.gaps) {
      if (gap.stage == "compose") {
        complain({gap.why, gap.hint});
      }
    }
    return exit_codes::unusable;
  }
  std::map<std::string, model::ImageConfig> base_images;
  if (!session.options.compose.no_images) {
    base_images = add_images(session, request, progress, subjects);
  }
  const std::string folder = subjects.project->directory;
  return judge_and_tell(session, std::move(subjects), folder, progress, std::move(base_images));
}

} // namespace secaudit::plugin
