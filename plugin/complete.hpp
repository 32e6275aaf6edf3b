// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <string>
#include <vector>

namespace secaudit::plugin {

/// What the shell may put in place of the last word: a candidate a line, `value` or
/// `value<TAB>description`, and last `:` with the directive (docker.md A6).
std::string completions(const host::Host& host, const std::vector<std::string>& words);

} // namespace secaudit::plugin
