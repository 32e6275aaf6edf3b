// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/format_table.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace secaudit::secrets {

/// CRC-32 with the reversed polynomial 0xEDB88320 (ISO 3309, as in zlib).
std::uint32_t crc32_of(std::string_view text);

/// True when `checksum` is the checksum of what stands before it in the token. `before` is the
/// token up to the checksum, `body` the number of its last characters that are no literal prefix.
bool checksum_matches(Checksum kind, std::string_view before, std::size_t body,
                      std::string_view checksum);

} // namespace secaudit::secrets
