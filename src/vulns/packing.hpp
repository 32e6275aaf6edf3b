// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/advisory.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

/// The part of an entry that matching needs, as bytes; ecosystem and name are the key it is stored
/// under.
std::string pack(const Affected& affected);
/// Nothing when the bytes are damaged.
std::optional<Affected> unpack_affected(std::string_view bytes);

/// Everything of an advisory but its entries.
std::string pack(const Advisory& advisory);
std::optional<Advisory> unpack_advisory(std::string_view bytes);

} // namespace secaudit::vulns
