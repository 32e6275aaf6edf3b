// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/git/history.hpp"

#include <map>
#include <set>
#include <string>

namespace secaudit::project::git {

/// The world with the working tree as a commit has it: files that differ from the commit are read
/// from it, what the commit does not know of the tracked files is not there. What git does not
/// track (a `.env` of this machine) stays as it is, and nothing is written out.
class CommitView : public host::Host {
 public:
  /// `top` is the folder of the working tree. An error when git does not answer.
  static base::Result<CommitView> make(const host::Host& host, const History& history,
                                       const std::string& top, const std::string& commit);

  std::string working_directory() const override { return host_->working_directory(); }
  base::Result<std::string> read_file(const std::string& path, std::size_t limit) const override;
  base::Result<std::unique_ptr<host::ByteStream>> open(const std::string& path) const override;
  std::unique_ptr<host::ByteStream> standard_input() const override {
    return host_->standard_input();
  }
  base::Result<host::FileInfo> stat(const std::string& path, bool follow) const override;
  base::Result<std::vector<host::DirectoryEntry>> list(const std::string& path) const override;
  base::Result<std::string> canonical(const std::string& path) const override;
  base::Status make_directory(const std::string& path, unsigned mode) const override;
  base::Status write_file(const std::string& path, std::string_view content,
                          unsigned mode) const override;
  base::Status write_output(const std::string& path, std::string_view content,
                            unsigned mode) const override;
  base::Status move_file(const std::string& from, const std::string& to) const override;
  base::Status remove_file(const std::string& path) const override;
  base::Result<host::ProcessResult> run(const host::Command& command) const override;
  base::Result<host::ProcessResult> stream(const host::Command& command,
                                           const host::Sink& output) const override;
  base::Result<host::ProcessResult> run_with_progress(const host::Command& command,
                                                      const host::Sink& progress) const override;
  std::optional<std::string> find_program(const std::string& name) const override;
  std::optional<std::string> env(const std::string& name) const override;
  std::map<std::string, std::string> environment() const override { return host_->environment(); }
  bool cancelled() const override { return host_->cancelled(); }
  base::Date today() const override { return host_->today(); }

 private:
  CommitView(const host::Host& host, const History& history, std::string top)
      : host_(&host), history_(history), top_(std::move(top)) {}

  base::Status take(std::string_view listing);
  void replace(const std::string& path, const std::string& blob);
  /// The path from the top, nothing when it lies elsewhere.
  std::optional<std::string> inside(const std::string& path) const;
  base::Result<std::string> blob(const std::string& path, const std::string& id,
                                 std::size_t limit) const;

  const host::Host* host_;
  History history_;
  std::string top_;
  std::map<std::string, std::string> blobs_; ///< path from the top → blob of the commit
  std::set<std::string> hidden_;
  std::map<std::string, std::map<std::string, host::FileInfo::Type>> listed_; ///< folder → entries
};

} // namespace secaudit::project::git
