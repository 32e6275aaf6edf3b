// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/format_table.hpp"

#include <string_view>

namespace secaudit::secrets {

/// What a token's own text says about it.
enum class Proof : std::uint8_t {
  none,    ///< it has nothing that could be checked
  valid,   ///< a checksum or a structure that does not come about by chance holds
  invalid, ///< it has the shape, but the checksum or structure is wrong
};

/// Checks the structure of a whole token offline (BIP-173, BIP-32, RFC 7519, NATS nkeys, GitLab's
/// routable tokens).
Proof verify_token(Verify kind, std::string_view token);

/// A JSON web token with a header that names an algorithm and a signature as long as that
/// algorithm's. `payload` becomes the decoded second part.
bool is_signed_jwt(std::string_view token, std::string& payload);

} // namespace secaudit::secrets
