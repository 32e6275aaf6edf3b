// SPDX-License-Identifier: Apache-2.0
// A world in memory: files in a map, processes from a script, a record of what was asked for.
#pragma once

#include "host/host.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::support {

/// Answers a command; nothing means "no such program".
using Script = std::function<std::optional<host::ProcessResult>(const host::Command&)>;

/// A Host whose files live in a map from absolute path to content. Folders exist when a file lies
/// below them or when they were added. Copies share nothing with the real world.
class MemoryHost : public host::Host {
 public:
  explicit MemoryHost(std::string directory = "/project") : directory_(std::move(directory)) {}

  void add_file(const std::string& path, std::string content, unsigned mode = 0644);
  void add_directory(const std::string& path);
  /// A symbolic link; the target may be relative to the link's folder.
  void add_link(const std::string& path, std::string target);
  void set_env(const std::string& name, std::string value) { environment_[name] = value; }
  void set_script(Script script) { script_ = std::move(script); }
  /// A name that find_program finds.
  void add_program(const std::string& name) { programs_.push_back(name); }
  void set_today(base::Date date) { today_ = date; }
  void set_input(std::string bytes) { input_ = std::move(bytes); }
  void cancel() { cancelled_ = true; }

  const std::vector<host::Command>& commands() const { return commands_; }
  const std::vector<std::string>& read_paths() const { return read_paths_; }
  /// Content of a file that was added or written; nothing when there is none.
  std::optional<std::string> content(const std::string& path) const;

  std::string working_directory() const override { return directory_; }
  base::Result<std::string> read_file(const std::string& path, std::size_t limit) const override;
  base::Result<std::unique_ptr<host::ByteStream>> open(const std::string& path) const override;
  std::unique_ptr<host::ByteStream> standard_input() const override;
  base::Result<host::FileInfo> stat(const std::string& path, bool follow = true) const override;
  base::Result<std::vector<host::DirectoryEntry>> list(const std::string& path) const override;
  base::Result<std::string> canonical(const std::string& path) const override;
  base::Status make_directory(const std::string& path, unsigned mode) const override;
  base::Status move_file(const std::string& from, const std::string& to) const override;
  base::Status remove_file(const std::string& path) const override;
  base::Status write_file(const std::string& path, std::string_view bytes,
                          unsigned mode) const override;
  base::Result<host::ProcessResult> run(const host::Command& command) const override;
  base::Result<host::ProcessResult> stream(const host::Command& command,
                                           const host::Sink& output) const override;
  base::Result<host::ProcessResult> run_with_progress(const host::Command& command,
                                                      const host::Sink& errors) const override;
  std::optional<std::string> find_program(const std::string& name) const override;
  std::optional<std::string> env(const std::string& name) const override;
  std::map<std::string, std::string> environment() const override { return environment_; }
  bool cancelled() const override { return cancelled_; }
  base::Date today() const override { return today_; }

 private:
  struct Entry {
    host::FileInfo::Type type = host::FileInfo::Type::file;
    std::string content; ///< or the target of a link
    unsigned mode = 0644;
  };

  std::string absolute(const std::string& path) const;
  /// The path with every link on it followed; nothing for a loop.
  std::optional<std::string> resolved(const std::string& path, bool last) const;
  const Entry* entry(const std::string& path) const;
  bool is_directory(const std::string& path) const;

  std::string directory_;
  mutable std::map<std::string, Entry> entries_;
  std::map<std::string, std::string> environment_;
  std::vector<std::string> programs_;
  Script script_;
  std::string input_;
  base::Date today_{2026, 11, 25};
  bool cancelled_ = false;
  mutable std::vector<host::Command> commands_;
  mutable std::vector<std::string> read_paths_;
};

} // namespace secaudit::support
