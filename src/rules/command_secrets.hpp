// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace secaudit::rules {

/// A secret that a service is started, checked or hooked with on a command line.
struct CommandSecret {
  std::string where;          ///< command, entrypoint, healthcheck.test, post_start[0].command
  std::string name;           ///< the option or variable in front of it
  std::string variable;       ///< a name for the variable that could hold it
  std::string value;          ///< never printed; mask it
  bool from_variable = false; ///< Compose puts it there from a variable
  model::Span span;
};

/// The secrets on the command lines of a service. References that the shell in the container
/// resolves are none, and neither are passwords in addresses of `command` and `entrypoint` (CO404).
std::vector<CommandSecret> command_secrets(const model::Service& service);

} // namespace secaudit::rules
