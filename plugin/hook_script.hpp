// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::plugin {

/// The hook as it is written, for any POSIX shell. `program` is the absolute path of this program,
/// "" when it is not known: then docker is asked.
std::string hook_script(const std::string& program);

/// Whether a hook is ours, of whatever version.
bool is_our_hook(std::string_view script);

/// The name that a hook of others gets while ours is installed.
inline constexpr std::string_view previous_hook = "pre-push.secaudit-prev";

} // namespace secaudit::plugin
