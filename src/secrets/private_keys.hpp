// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"

#include <cstddef>

namespace secaudit::secrets {

/// The private key whose `BEGIN` stands at `at`: PEM (RFC 7468, PKCS#1, PKCS#8, SEC 1, OpenSSH),
/// PGP armour, OpenVPN static keys; also with escaped or indented lines. An encrypted key is told
/// as low. Header lines without a key behind them, as in program texts, are none.
void search_private_key(Piece& piece, std::size_t at);

/// A PuTTY key that begins at `at`.
void search_putty_key(Piece& piece, std::size_t at);

} // namespace secaudit::secrets
