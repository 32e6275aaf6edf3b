// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "host/host.hpp"
#include "model/manifest.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace secaudit::project::git {

/// Asks git about a working tree. Nothing of the repository's own configuration is executed.
class Repository {
 public:
  /// Nothing when git is absent or the folder belongs to no repository.
  static std::optional<Repository> open(const host::Host& host, const std::string& directory);

  /// The clone holds only the newest commits.
  bool shallow() const { return shallow_; }
  /// Fills in ignored, tracked and in_history of each file.
  void describe(std::vector<model::ProjectTree::EnvFile>& files) const;
  /// Those of the files, relative to the directory, that git tracks.
  std::set<std::string, std::less<>> tracked(const std::vector<std::string>& files) const;
  /// The day (UTC) of the last commit that changed the file, nothing when no commit has it.
  std::optional<base::Date> last_change(const std::string& path) const;
  /// URL of `origin` without credentials, "" when there is none.
  std::string remote() const;

 private:
  Repository(const host::Host& host, std::string directory)
      : host_(&host), directory_(std::move(directory)) {}
  std::optional<std::string> git(std::vector<std::string> arguments, std::string input = {}) const;

  const host::Host* host_;
  std::string directory_;
  bool shallow_ = false;
};

} // namespace secaudit::project::git
