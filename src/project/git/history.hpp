// SPDX-License-Identifier: Apache-2.0
// What commits, the index and trees bring, asked of git itself.
#pragma once

#include "host/host.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::git {

/// A file as a commit (or the index) brought it.
struct NewBlob {
  std::string id;     ///< of the blob
  std::string path;   ///< bytes as git has them, from the top of the repository
  std::string commit; ///< "" for the index
};

/// The raw listing of `diff-tree --stdin -r -c -z --raw` or `diff-index -z --raw`: what stands on
/// the new side of each entry, submodules and deletions left out. `commit` is where a listing
/// without commits belongs to.
base::Result<std::vector<NewBlob>> parse_raw_diff(std::string_view text, std::string commit = {});

/// Asks git about the history of one repository.
class History {
 public:
  /// `directory` lies in the repository.
  History(const host::Host& host, std::string directory)
      : host_(&host), directory_(std::move(directory)) {}

  const std::string& directory() const { return directory_; }

  /// The answer of a git command; what git says when it fails is the error.
  base::Result<std::string> ask(std::vector<std::string> arguments, std::string input = {}) const;
  /// Ids of the commits that `revisions` (as for rev-list) select, oldest first; at most `most`,
  /// the newest ones.
  base::Result<std::vector<std::string>> commits(std::vector<std::string> revisions,
                                                 std::size_t most) const;
  /// What the commits brought, in their order. A merge brings what differs from all its parents.
  /// `paths` limits the answer; empty: everything.
  base::Result<std::vector<NewBlob>> brought_by(const std::vector<std::string>& commits,
                                                const std::vector<std::string>& paths) const;
  /// What the index holds and HEAD does not.
  base::Result<std::vector<NewBlob>> staged(const std::vector<std::string>& paths) const;
  /// All files of a tree, with `commit` as where they belong to.
  base::Result<std::vector<NewBlob>> tree(const std::string& id, const std::string& commit) const;
  /// Whether the object is here.
  bool has(const std::string& id) const;

 private:
  const host::Host* host_;
  std::string directory_;
};

} // namespace secaudit::project::git
