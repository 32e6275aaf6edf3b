// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace secaudit::project::compose {

/// IPv4 in dotted form or IPv6, without brackets and zone.
bool is_ip_address(const std::string& text);

} // namespace secaudit::project::compose
