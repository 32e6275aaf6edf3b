// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <string_view>

namespace secaudit::rules {

/// Judges a start command for the rule of one language (`rule` is what the reader of start commands
/// gave the server: DF601 …). A debugger is critical; a server that people reach is high; one that
/// only builds at start, or that nobody reaches, is medium (rules/dockerfile.md section 6).
/// What the compose file itself starts is left to CO804.
Verdict judge_development_server(const model::StartCommand& start, std::string_view rule,
                                 const Context& context);

/// Whether `command` or `entrypoint` of the compose file is what starts it.
bool is_started_by_compose(const model::StartCommand& start, const Context& context);

} // namespace secaudit::rules
