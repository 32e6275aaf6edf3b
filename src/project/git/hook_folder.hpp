// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/git/history.hpp"

#include <string>
#include <vector>

namespace secaudit::project::git {

/// Where git looks for the hooks of a repository.
struct HookFolder {
  std::string top;      ///< of the working tree, or the repository itself when it is bare
  std::string path;     ///< absolute
  std::string set_by;   ///< scope of core.hooksPath: local, worktree, global, system; "" = not set
  bool in_tree = false; ///< the folder is part of the working tree

  /// All repositories of the user, or of the machine, share it.
  bool shared() const { return set_by == "global" || set_by == "system"; }
};

/// Asks git; worktrees and submodules lead to the folder that they really use. An error outside of
/// a repository.
base::Result<HookFolder> hook_folder(const host::Host& host, const History& history);

/// A program that manages the hooks of a repository by a configuration of its own.
struct HookManager {
  std::string name;    ///< "husky"
  std::string file;    ///< where the lines belong, from the top of the working tree
  std::string snippet; ///< lines to add
  std::string command; ///< to run afterwards, "" = nothing
  bool runs_us = false;
};

/// The managers that the working tree is set up for.
std::vector<HookManager> hook_managers(const host::Host& host, const HookFolder& folder);

} // namespace secaudit::project::git
