// SPDX-License-Identifier: Apache-2.0
// Help and wrong usage, in the look of docker's own commands.
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plugin/commands.hpp"

namespace secaudit::plugin {
namespace {

constexpr std::size_t columns = 80;

std::string left_side(const CommandInfo::Flag& flag) {
  const std::string letter = flag.letter.empty() ? "    " : "-" + flag.letter + ", ";
  return letter + "--" + flag.name + (flag.value.empty() ? "" : " " + flag.value);
}

std::string flag_lines(const std::vector<CommandInfo::Flag>& flags) {
  std::size_t width = 0;
  for (const auto& flag : flags) {
    width = std::max(width, left_side(flag).size());
  }
  std::string text;
  for (const auto& flag : flags) {
    std::string description = flag.description;
    if (!flag.choices.empty()) {
      description += " (" + base::join(flag.choices, ", ") + ")";
    }
    const auto lines = base::wrap(description, columns - width - 5);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text += fmt::format("  {:<{}}   {}\n", i == 0 ? left_side(flag) : "", width, lines[i]);
    }
  }
  return text;
}

std::string command_lines(const CommandInfo& command) {
  std::size_t width = 0;
  for (const CommandInfo& child : command.commands) {
    width = std::max(width, child.name.size());
  }
  std::string text;
  for (const CommandInfo& child : command.commands) {
    text += fmt::format("  {:<{}}   {}\n", child.name, width, child.description);
  }
  return text;
}

std::string usage_line(const CommandInfo& command) {
  return "Usage:  " + command.path + (command.usage.empty() ? "" : " " + command.usage) + "\n";
}

} // namespace

std::string help_text(const CommandInfo& command) {
  std::string text = usage_line(command) + "\n" + command.description + "\n";
  if (!command.commands.empty()) {
    text += "\nCommands:\n" + command_lines(command);
  }
  std::vector<CommandInfo::Flag> own;
  std::vector<CommandInfo::Flag> common;
  for (const auto& flag : command.flags) {
    (flag.common ? common : own).push_back(flag);
  }
  if (!own.empty()) {
    text += "\nOptions:\n" + flag_lines(own);
  }
  if (!common.empty()) {
    text += "\nOutput and judgement:\n" + flag_lines(common);
  }
  if (!command.notes.empty()) {
    text += "\n" + command.notes + "\n";
  }
  if (!command.commands.empty()) {
    text += "\nRun '" + command.path + " COMMAND --help' for more information on a command.\n";
  }
  return text;
}

std::string usage_error(const CommandInfo& command, const std::string& message) {
  std::string text;
  for (const std::string_view line : base::lines(message)) {
    text += base::printable(line) + "\n";
  }
  return text + "\n" + usage_line(command) + "\nRun '" + command.path
         + " --help' for more information\n";
}

} // namespace secaudit::plugin
