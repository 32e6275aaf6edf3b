// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::secrets {

/// Checks the checksum that a provider builds into its tokens. `before` is the token up to the
/// checksum, its last `body` characters are the random part. Kinds: crc62 (GitHub, npm), crchex
/// (Cloudflare, Zuplo), crchexU (Atlassian), crchexLE (Grafana), crcle64 (Confluent). An unknown
/// kind counts as wrong.
bool checksum_matches(std::string_view kind, std::string_view before, std::size_t body,
                      std::string_view checksum);

} // namespace secaudit::secrets
