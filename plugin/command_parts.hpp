// SPDX-License-Identifier: Apache-2.0
// The parts of the command table that stand in files of their own.
#pragma once

#include <string>
#include <vector>

#include "plugin/commands.hpp"

namespace secaudit::plugin {

/// A command's own flags, and those of output and judgement.
std::vector<CommandInfo::Flag> with_output(std::vector<CommandInfo::Flag> own);
/// What exit codes mean, for the end of a help text.
std::string exit_code_notes();

CommandInfo secrets_command();
CommandInfo hook_commands();
/// `report show` and `report convert`.
void add_report_commands(CommandInfo& group);

} // namespace secaudit::plugin
