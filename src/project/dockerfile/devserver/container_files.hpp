// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/dockerfile.hpp"
#include "model/project.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::dockerfile::devserver {

/// A file of the container that comes from the build context or a bind mount.
struct ContainerFile {
  std::string path; ///< in the container
  std::string text;
  std::string shown; ///< its name in the project
};

/// Finds files of a container in the project: by the bind mounts of the service, then by the COPY
/// and ADD of the stages that make the image, the last one first.
class ContainerFiles {
 public:
  ContainerFiles(const host::Host& host, const model::DockerfileUse* use,
                 const model::Service* service, std::string display_root);

  std::optional<ContainerFile> read(const std::string& container_path) const;
  /// Where the process starts: the service's or the stage's working directory, "/" without one.
  const std::string& working_directory() const { return working_directory_; }

 private:
  struct Copied {
    std::string source;      ///< absolute path on the host, or a path in another stage
    std::string destination; ///< absolute path in the container
    std::string from;        ///< "" = the build context
    bool folder = false;     ///< the destination is written as a folder
  };
  using Copies = std::vector<Copied>;

  void add_stage(const model::Stage& stage, std::string& workdir, Copies& copies) const;
  void add_copy(const model::Instruction& instruction, const std::string& workdir,
                Copies& copies) const;
  Copies copies_of(const model::Stage* stage) const;
  void candidates(const Copies& copies, const std::string& path, int depth,
                  std::vector<std::string>& result) const;

  const host::Host& host_;
  const model::DockerfileUse* use_;
  std::string display_root_;
  std::string working_directory_ = "/";
  Copies mounts_;
  Copies copies_;
  mutable std::size_t steps_ = 0;
};

} // namespace secaudit::project::dockerfile::devserver
