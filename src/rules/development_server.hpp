// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <string_view>

namespace secaudit::rules {

/// Judges a start command for the rule of one language (`rule` is what the reader of start commands
/// gave the server: DF601 …). A debugger is critical; a server that people reach is high; one that
/// only builds at start, or that nobody reaches, is medium (rules/dockerfile.md section 6).
Verdict judge_development_server(const model::StartCommand& start, std::string_view rule,
                                 const Context& context);

} // namespace secaudit::rules
