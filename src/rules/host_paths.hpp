// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <optional>
#include <string_view>

namespace secaudit::rules {

/// What a writable mount of a clean, absolute path of the host means (rules/compose.md CO203);
/// nothing for paths that hold no more than one program's files. Devices are judged by CO115.
std::optional<Severity> sensitive_host_path(std::string_view path);

} // namespace secaudit::rules
