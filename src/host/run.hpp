// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <functional>
#include <string>
#include <vector>

namespace secaudit::host {

/// How a process is run; the seam behind Host::run and its variants.
struct RunRequest {
  std::string program;                  ///< path of the executable, looked up already
  std::vector<std::string> arguments;   ///< without argv[0]
  std::vector<std::string> environment; ///< whole, "NAME=value"
  const Command& command;
  Sink output; ///< null: kept in the result
  Sink errors; ///< null: kept in the result
  std::function<bool()> cancelled;
};

/// Runs to the end in a process group of its own, draining both pipes; the group is ended when the
/// time is over, when the user cancels, or when a sink returns false. The child gets no descriptor
/// of ours but the three streams.
base::Result<ProcessResult> run_process(const RunRequest& request);

/// Path of a program: as it is when it holds a `/`, else the first executable file of that name in
/// `path_variable`.
std::optional<std::string> find_in_path(const std::string& name, const std::string& path_variable);

} // namespace secaudit::host
