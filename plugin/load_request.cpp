// SPDX-License-Identifier: Apache-2.0
#include "plugin/load_request.hpp"

#include "base/glob.hpp"

namespace secaudit::plugin {

project::compose::LoadRequest load_request(const host::Host& host,
                                           const host::ComposeFlags& flags) {
  const auto absolute = [&host](const std::string& path) {
    const bool as_it_is = path.empty() || path == "-" || path.starts_with('/');
    return as_it_is ? path : base::clean_path(host.working_directory() + "/" + path);
  };
  project::compose::LoadRequest request;
  request.files = flags.files;
  request.env_files = flags.env_files;
  request.profiles = flags.profiles;
  request.project_name = flags.project_name;
  request.project_directory = absolute(flags.project_directory);
  request.environment = host.environment();
  const bool discovers = request.files.empty() && !request.environment.contains("COMPOSE_FILE");
  if (discovers && !request.project_directory.empty()) {
    request.working_directory = request.project_directory;
    for (std::string& file : request.env_files) {
      file = absolute(file);
    }
  }
  return request;
}

} // namespace secaudit::plugin
