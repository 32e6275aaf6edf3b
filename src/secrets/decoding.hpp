// SPDX-License-Identifier: Apache-2.0
// The encodings in which secrets are written down.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::secrets {

/// 0 to 63 for a digit of base64 or base64url, -1 for other bytes.
int base64_digit(char c);
/// 0 to 15, or -1.
int hex_digit(char c);

/// The bytes of base64 or base64url, with or without padding; nothing when another character
/// stands in it.
std::optional<std::string> decode_base64(std::string_view text);
/// The bytes of pairs of hexadecimal digits; nothing for other characters or an odd number.
std::optional<std::string> decode_hex(std::string_view text);
/// `%41` → `A`; other text is kept.
std::string decode_percent(std::string_view text);

/// The first bytes that base64 at this place stands for are printable ASCII or white space: what
/// random bytes are once in some thousand times.
bool starts_as_text_base64(std::string_view text);
bool starts_as_text_hex(std::string_view text);

/// True when all is printable ASCII or white space, but for one byte in sixteen (UTF-8).
bool is_mostly_text(std::string_view bytes);

} // namespace secaudit::secrets
