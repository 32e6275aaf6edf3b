// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/nodes.hpp"
#include "project/compose/report.hpp"

#include <set>
#include <string>
#include <vector>

namespace secaudit::project::compose {

/// Checks the references between the active services and the resources of a decoded project, and
/// the keys that exclude each other. `inactive` names the services of profiles that are not
/// enabled.
void check_consistency(const Node& root, const std::set<std::string>& inactive, Report& report);

/// Names of the services that the enabled profiles leave out.
std::set<std::string> inactive_services(const Node& root, const std::set<std::string>& profiles,
                                        const std::vector<std::string>& wanted);

/// Leaves out the inactive services, and what only they use. With `wanted` services, keeps those
/// and their dependencies only.
void select_services(Node& root, const std::set<std::string>& inactive,
                     const std::vector<std::string>& wanted, Report& report);

} // namespace secaudit::project::compose
