// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/stop.hpp"

#include <memory>
#include <string>

namespace secaudit::host {

/// Listens, on a thread of its own, to SIGINT, SIGTERM, SIGHUP and to the end of Docker's plugin
/// socket (docker.md A5: in CI that is the only sign), and turns the first of them into a request
/// to stop. A second SIGINT, or a program that has not ended within a second, ends the process at
/// once, together with its children. SIGPIPE is ignored, so that writing to a closed pipe is an
/// error and not a death.
class Cancellation {
 public:
  /// `socket` is the value of DOCKER_CLI_PLUGIN_SOCKET, "" for none; one that cannot be connected
  /// to is ignored.
  Cancellation(std::shared_ptr<Stop> stop, const std::string& socket);
  ~Cancellation();
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace secaudit::host
