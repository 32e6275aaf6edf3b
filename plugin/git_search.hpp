// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/finding.hpp"
#include "project/git/history.hpp"

#include <string>
#include <utility>
#include <vector>

#include "plugin/clean_blobs.hpp"
#include "plugin/secret_finds.hpp"

namespace secaudit::plugin {

/// Searches what git holds: blobs each once, messages and authors of commits and tags, names of
/// files.
class GitSearch {
 public:
  GitSearch(const host::Host& host, project::git::History history, const secrets::Scanner& scanner,
            SecretFinds& finds, std::vector<model::Gap>& gaps)
      : host_(host), history_(std::move(history)), scanner_(scanner), search_(scanner, finds),
        gaps_(gaps) {}

  /// Blobs that `memory` holds are left out, clean ones are added to it.
  void use_memory(CleanBlobs& memory) { memory_ = &memory; }
  const project::git::History& history() const { return history_; }

  base::Status staged(const std::vector<std::string>& paths);
  /// What the commits selected by `revisions` bring, at most `most` of them; true when there are
  /// more.
  base::Result<bool> commits(const std::vector<std::string>& revisions,
                             const std::vector<std::string>& paths, std::size_t most);
  /// All files of a commit or a tree.
  base::Status tree(const std::string& id);
  /// Tags, or blobs that a ref names itself; what tags name is followed.
  base::Status objects(std::vector<std::string> ids);

  std::size_t blobs() const { return blobs_; }
  std::size_t known() const { return known_; }
  const std::vector<std::string>& searched_commits() const { return commits_; }

 private:
  base::Status search(const std::vector<project::git::NewBlob>& blobs);

  const host::Host& host_;
  project::git::History history_;
  const secrets::Scanner& scanner_;
  ContentSearch search_;
  std::vector<model::Gap>& gaps_;
  CleanBlobs* memory_ = nullptr;
  std::vector<std::string> commits_;
  std::size_t blobs_ = 0;
  std::size_t known_ = 0;
};

} // namespace secaudit::plugin
