// SPDX-License-Identifier: Apache-2.0
#include "plugin/acquire.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {

int run_image(const Session& session) {
  Progress progress(progress_style(session), session.terminal.columns);
  const ImageOptions& options = session.options.image;
  ImageRequest request;
  request.target = options.target;
  request.dockerfile = options.dockerfile;
  request.pull = options.pull;
  request.platform = options.platform;
  request.docker_flags = session.options.docker_flags;
  request.use_results = !session.options.common.no_cache_results;
  auto subjects = acquire_image(session.host, request, progress);
  if (!subjects) {
    progress.clear();
    complain(subjects.error());
    return exit_codes::unusable;
  }
  return judge_and_tell(session, std::move(*subjects), session.host.working_directory(), progress);
}

} // namespace secaudit::plugin
