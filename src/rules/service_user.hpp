// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/rule.hpp"

#include <optional>
#include <string_view>

namespace secaudit::rules {

/// Whether a USER, `user:` or the user of an image is root: by name or number, also with a group;
/// "" is what runs without one. ContainerAdministrator is the root of Windows.
bool is_root_user(std::string_view user);

/// What the service's own `user:` makes of the USER of its Dockerfile: a pass when it is another
/// user than root, not applicable when it is root (CO112 says that at its place), nothing when the
/// service sets none or no service builds the file.
std::optional<Verdict> by_user_of_service(const model::DockerfileUse& use, const Context& context);

} // namespace secaudit::rules
