// SPDX-License-Identifier: Apache-2.0
// From the world to the model: everything that is read ends up in Subjects, everything that could
// not be read is a Gap in it.
#pragma once

#include "base/result.hpp"
#include "host/docker.hpp"
#include "host/host.hpp"
#include "model/subjects.hpp"
#include "project/compose/load.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::plugin {

class Progress;

bool is_yaml_name(std::string_view path);

/// Whether a text has the key `services:` at its top level.
bool looks_like_compose(std::string_view text);

/// A project as the command line names it.
struct ComposeRequest {
  project::compose::LoadRequest load;
  std::vector<std::string> services; ///< empty: all; else these with what they depend on
  /// A folder without any compose file is audited by its other files; without this it is a Gap.
  bool compose_optional = false;
  bool search_secrets = true; ///< in the files of the tree
};

/// What the files of a project say: compose model, Dockerfiles, start commands, proxies, manifests,
/// tree, passwords, secrets. `project` is empty when no compose file could be read.
model::Subjects acquire_files(const host::Host& host, const ComposeRequest& request);

/// The same for files named one by one: Dockerfiles, nginx configurations, anything else is
/// searched for secrets. An unreadable file is a Gap.
model::Subjects acquire_named_files(const host::Host& host, const std::vector<std::string>& paths);

/// Where the images come from.
struct ImagesRequest {
  enum class Build { fresh, cached, none };
  Build build = Build::fresh;
  bool pull = false;
  std::string platform;    ///< "" = the engine's own
  bool use_results = true; ///< of earlier runs
};

/// Builds the project's images, exports each and reads it in one pass (docker.md part B).
void acquire_images(const host::Host& host, const host::Docker& docker,
                    const ComposeRequest& compose, const ImagesRequest& request, Progress& progress,
                    model::Subjects& subjects);

/// One image: a name known to the engine, an archive, an OCI folder, or `-` for standard input.
struct ImageRequest {
  std::string target;
  std::string dockerfile; ///< that it was built from, "" = unknown
  bool pull = false;
  std::string platform;
  std::vector<std::string> docker_flags; ///< global flags of docker, as typed
  bool use_results = true;               ///< of earlier runs
};

/// An Error means that nothing of the image could be judged.
base::Result<model::Subjects> acquire_image(const host::Host& host, const ImageRequest& request,
                                            Progress& progress);

} // namespace secaudit::plugin
