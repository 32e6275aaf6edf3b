// SPDX-License-Identifier: Apache-2.0
// The outside world behind one seam. Everything that touches files, processes, the terminal, the
// clock or the environment goes through a Host, so that tests can stand in for the world and see
// what was asked of it.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::host {

/// A program to start. No shell is ever involved: argv goes to the program as it is.
struct Command {
  std::vector<std::string> argv; ///< argv[0] is looked up in PATH unless it holds a `/`
  std::string directory;         ///< working directory, "" = ours
  std::map<std::string, std::optional<std::string>>
      environment;   ///< changes to ours; nothing = unset
  std::string input; ///< written to its standard input, then closed
  std::chrono::milliseconds timeout{std::chrono::minutes(10)};
  std::size_t output_limit =
      64 * 1024 * 1024; ///< bytes of each stream that are kept; the rest is drained and counted
};

struct ProcessResult {
  int exit_code = 0;  ///< 0–255; 128 + n when it died of signal n
  std::string output; ///< standard output
  std::string errors; ///< standard error
  bool timed_out = false;
  bool cancelled = false;
  bool truncated = false; ///< a stream was longer than output_limit
  std::chrono::milliseconds duration{0};

  bool ok() const { return exit_code == 0 && !timed_out && !cancelled; }
};

/// Receives a piece of a running program's output; returning false ends the program.
using Sink = std::function<bool(std::string_view bytes)>;

struct FileInfo {
  enum class Type { file, directory, symlink, other };
  Type type = Type::other;
  std::uint64_t size = 0;
  unsigned mode = 0; ///< permission bits, 07777
};

struct DirectoryEntry {
  std::string name;
  FileInfo::Type type = FileInfo::Type::other;
};

/// Bytes that arrive piece by piece: a file, a pipe, a network stream.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// At most buffer.size() bytes into the buffer; 0 at the end.
  virtual base::Result<std::size_t> read(std::span<char> buffer) = 0;
};

class Host {
 public:
  virtual ~Host() = default;

  // Files. Paths are UTF-8 with `/`; relative ones count from working_directory().
  virtual std::string working_directory() const = 0;
  /// The whole file; an error when it is absent, no regular file, unreadable, or longer than
  /// `limit` bytes.
  virtual base::Result<std::string> read_file(const std::string& path, std::size_t limit) const = 0;
  virtual base::Result<std::unique_ptr<ByteStream>> open(const std::string& path) const = 0;
  /// Standard input as a stream.
  virtual std::unique_ptr<ByteStream> standard_input() const = 0;
  /// Follows symbolic links when `follow`.
  virtual base::Result<FileInfo> stat(const std::string& path, bool follow = true) const = 0;
  /// Sorted by name, without "." and "..".
  virtual base::Result<std::vector<DirectoryEntry>> list(const std::string& path) const = 0;
  /// Absolute path without symbolic links.
  virtual base::Result<std::string> canonical(const std::string& path) const = 0;
  /// Creates the folder (and its parents) with that mode; fine when it exists.
  virtual base::Status make_directory(const std::string& path, unsigned mode) const = 0;
  /// Writes to a temporary name beside the target, flushes, renames. On failure nothing is left
  /// behind.
  virtual base::Status write_file(const std::string& path, std::string_view content,
                                  unsigned mode) const = 0;

  /// What the user named as an output: links are followed, and what is no regular file (a pipe, a
  /// terminal, /dev/null) is written to as it is; else like write_file.
  virtual base::Status write_output(const std::string& path, std::string_view content,
                                    unsigned mode) const {
    return write_file(path, content, mode);
  }

  /// Gives a file another name in the same file system: a link is moved, not followed. An error
  /// when a file of the new name exists. Like remove_file for files that a command of ours manages.
  virtual base::Status move_file(const std::string& from, const std::string& to) const = 0;
  /// Removes a file or a link, never a folder.
  virtual base::Status remove_file(const std::string& path) const = 0;

  // Processes.
  /// Runs to the end, draining both pipes. An error means that it could not be started (the message
  /// says why).
  virtual base::Result<ProcessResult> run(const Command& command) const = 0;
  /// Like run, but hands over standard output as it arrives instead of keeping it. Called on the
  /// caller's thread.
  virtual base::Result<ProcessResult> stream(const Command& command, const Sink& output) const = 0;
  /// Like run, with both streams handed over as they arrive, too (builders tell their progress on
  /// either); may be null.
  virtual base::Result<ProcessResult> run_with_progress(const Command& command,
                                                        const Sink& progress) const = 0;
  /// Absolute path of a program in PATH; nothing when there is none.
  virtual std::optional<std::string> find_program(const std::string& name) const = 0;

  // The rest.
  virtual std::optional<std::string> env(const std::string& name) const = 0;
  virtual std::map<std::string, std::string> environment() const = 0;
  /// True once the user asked to stop (signal or the end of the plugin socket).
  virtual bool cancelled() const = 0;
  virtual base::Date today() const = 0;
};

} // namespace secaudit::host
