// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/proxy.hpp"

#include <string>
#include <vector>

namespace secaudit::plugin {

/// The effective model and, with `origins`, by JSON pointer where each value was written, how it
/// came there, and the chain behind it (what it overrides, extends, includes or takes from `.env`),
/// nearest first. Values under names of secrets, secrets on command lines and passwords in
/// addresses are masked.
std::string project_json(const model::Project& project, bool origins);

/// Servers, locations, and what is in force on each.
std::string proxy_json(const model::ProxyConfig& proxy);
/// The same of all proxies of a project.
std::string proxies_json(const std::vector<model::ProxyConfig>& proxies);

} // namespace secaudit::plugin
