// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/options.hpp"

namespace secaudit::plugin {

/// A command as help and completion need it.
struct CommandInfo {
  struct Flag {
    std::string letter; ///< "f" or ""
    std::string name;   ///< "file"
    std::string value;  ///< "FILE", "" for a switch
    std::string description;
    std::vector<std::string> choices;
    bool file = false; ///< the value is a path
    bool common = false;
  };
  std::string name; ///< "secaudit", "rules"
  std::string path; ///< "docker secaudit rules"
  std::string description;
  std::string usage; ///< what follows the path: "[OPTIONS] IMAGE"
  std::string notes; ///< printed below the options
  std::vector<Flag> flags;
  std::vector<CommandInfo> commands;
  std::string
      operand; ///< what completion offers: "path", "rule", "service", "image", "shell" or ""

  const CommandInfo* find(const std::string& command) const;
  const Flag* flag(const std::string& written) const;
};

/// The whole tree of commands.
CommandInfo describe_commands();

/// The outcome of reading a command line: options to act on, or text to print and an exit code.
struct ParsedCommand {
  std::optional<Options> options;
  std::string out;
  std::string errors;
  int exit_code = 0;
};

/// Reads our own command line (behind our name).
ParsedCommand parse_command(const std::vector<std::string>& arguments);

/// The help text of a command in docker's look.
std::string help_text(const CommandInfo& command);
/// The command that words such as {"rules", "show"} lead to; nullptr when there is none.
const CommandInfo* command_at(const CommandInfo& root, const std::vector<std::string>& words);

/// Wrong usage, as docker's own commands answer it.
std::string usage_error(const CommandInfo& command, const std::string& message);

} // namespace secaudit::plugin
