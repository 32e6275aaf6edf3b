// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/scanner.hpp"

#include <optional>
#include <string_view>

namespace secaudit::secrets {

/// A private key that begins at `at`: PEM (RFC 7468, PKCS#1, PKCS#8, SEC 1, OpenSSH) or PuTTY. An
/// encrypted key is reported as low. Header lines without a key behind them, as in program texts,
/// are none.
std::optional<Match> match_private_key(std::string_view text, std::size_t at);

} // namespace secaudit::secrets
