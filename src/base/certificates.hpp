// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::base {

/// What of a PEM text (RFC 7468) may be kept: its certificates, and of each private key that needs
/// no passphrase the public half. Everything else, encrypted keys too, is left out. "" when nothing
/// is left.
std::string public_parts(std::string_view pem);

struct Certificate {
  std::string name; ///< the first DNS name it is for, else the subject's common name; may be ""
  std::optional<Date> last_day; ///< of its validity
  bool authority = false;       ///< may issue others
  std::string public_key;       ///< SHA-256 of the key it is for, as public_keys gives it
};

/// The certificates of a PEM text, in their order; what is none is passed over.
std::vector<Certificate> certificates(std::string_view pem);

/// SHA-256 of each PUBLIC KEY of a PEM text (of the SubjectPublicKeyInfo, 64 hexadecimal digits).
std::vector<std::string> public_keys(std::string_view pem);

} // namespace secaudit::base
