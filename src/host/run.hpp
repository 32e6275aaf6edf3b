// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "host/stop.hpp"

#include <string>
#include <vector>

namespace secaudit::host {

/// A command made ready: program found, environment complete.
struct Launch {
  std::string program; ///< absolute path
  std::vector<std::string> arguments;
  std::vector<std::string> environment; ///< the whole, "NAME=value"
  std::string directory;                ///< "" = ours
  std::string input;
  std::chrono::milliseconds timeout{0};
  std::size_t output_limit = 0;
  bool keep_output = true; ///< standard output goes into the result
};

/// Runs a program in a process group of its own until it has ended and both pipes are drained. The
/// sinks, where given, receive the output on this thread as it arrives.
/// The group is ended on a time-out, when `stop` is requested, and when a sink returns false. An
/// error means that the program could not be started.
base::Result<ProcessResult> run_process(const Launch& launch, const Sink& output,
                                        const Sink& errors, Stop& stop);

} // namespace secaudit::host
