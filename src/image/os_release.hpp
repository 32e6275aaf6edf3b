// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::image {

/// os-release(5).
std::optional<model::OsRelease> parse_os_release(std::string_view text);

/// From /etc/os-release or, where that is a link, /usr/lib/os-release.
std::optional<model::OsRelease> read_os_release(const std::map<std::string, std::string>& texts);

} // namespace secaudit::image
