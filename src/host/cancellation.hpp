// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace secaudit::host {

/// Watches, in a thread of its own, for everything that means "stop now": SIGINT, SIGTERM, SIGHUP,
/// and the end of the Docker CLI's plugin socket (docker.md A5: when the CLI is told to stop it
/// closes the socket and sends no signal). A second SIGINT ends the program at once. SIGPIPE is
/// ignored from construction on: a closed pipe is an error code.
class Cancellation {
 public:
  /// `plugin_socket` is the value of DOCKER_CLI_PLUGIN_SOCKET; a socket that cannot be connected to
  /// is ignored.
  explicit Cancellation(const std::optional<std::string>& plugin_socket);
  ~Cancellation();
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

  bool requested() const { return exit_code_.load(std::memory_order_relaxed) != 0; }
  /// 130 after SIGINT and the end of the socket, 143 after SIGTERM and SIGHUP, 0 while nobody
  /// asked.
  int exit_code() const { return exit_code_.load(std::memory_order_relaxed); }

 private:
  struct Watcher;
  std::atomic<int> exit_code_{0};
  std::unique_ptr<Watcher> watcher_;
};

} // namespace secaudit::host
