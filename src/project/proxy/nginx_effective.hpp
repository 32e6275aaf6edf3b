// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/proxy.hpp"

#include <string>
#include <vector>

namespace secaudit::project::proxy {

/// Fills `servers` from `directives`: listeners, effective header sets with what was dropped by
/// which line, rate limits in force (rules/checklist-and-proxy.md 1.2). `if` blocks and
/// `limit_except` inside a location appear as locations of their own with the modifier "if".
void compute_servers(model::ProxyConfig& config);

} // namespace secaudit::project::proxy
