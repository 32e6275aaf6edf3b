// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/proxy.hpp"

#include <string>

namespace secaudit::plugin {

/// The effective model and, by JSON pointer, where each value was written and how it came there.
/// Values under names of secrets are masked.
std::string project_json(const model::Project& project);

/// Servers, locations, and what is in force on each.
std::string proxy_json(const model::ProxyConfig& proxy);

} // namespace secaudit::plugin
