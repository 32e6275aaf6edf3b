// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/manifest.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::git {

/// Asks git about a working tree. Nothing of the repository's own configuration is executed.
class Repository {
 public:
  /// Nothing when git is absent or the folder belongs to no repository.
  static std::optional<Repository> open(const host::Host& host, const std::string& directory);

  /// Fills in ignored, tracked and in_history of each file.
  void describe(std::vector<model::ProjectTree::EnvFile>& files) const;
  /// URL of `origin` without credentials, "" when there is none.
  std::string remote() const;

 private:
  Repository(const host::Host& host, std::string directory)
      : host_(&host), directory_(std::move(directory)) {}
  std::optional<std::string> git(std::vector<std::string> arguments, std::string input = {}) const;

  const host::Host* host_;
  std::string directory_;
};

} // namespace secaudit::project::git
