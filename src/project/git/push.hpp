// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/git/history.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::git {

/// A line that git writes to a pre-push hook.
struct PushedRef {
  std::string local_ref; ///< "(delete)" for a deletion
  std::string local_id;
  std::string remote_ref;
  std::string remote_id; ///< all zeros for a new ref

  bool deletes() const;
  bool creates() const;
};

/// Reads `local-ref SP local-id SP remote-ref SP remote-id` lines (githooks(5)). An error names the
/// line that is none.
base::Result<std::vector<PushedRef>> parse_push(std::string_view text);

/// What a push brings, in the words of rev-list.
struct PushedRange {
  std::vector<std::string> revisions; ///< for rev-list; empty when no commit is pushed
  std::vector<std::string> objects;   ///< tags, and trees and blobs that a ref names itself
  std::vector<std::string> tips;      ///< commits that branches will point to
  std::vector<std::string> commits;   ///< all commits that refs will point to
  std::vector<std::string> absent;    ///< ids of this side that the repository does not hold
};

/// What of the pushed refs the remote does not have, as far as this side knows: everything that its
/// remote-tracking refs, or the refs that the push replaces, lead to. `remote` is a name or a URL.
base::Result<PushedRange> pushed_range(const History& history, const std::vector<PushedRef>& refs,
                                       const std::string& remote);

} // namespace secaudit::project::git
