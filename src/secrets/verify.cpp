// SPDX-License-Identifier: Apache-2.0
#include "secrets/verify.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/checksums.hpp"
#include "secrets/decoding.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace secaudit::secrets {
namespace {

/// BIP-173: the polymod of the expanded prefix and all data characters is 1.
bool is_bech32(std::string_view token) {
  constexpr std::string_view digits = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
  constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2U, 0x26508e6dU, 0x1ea119faU,
                                                   0x3d4233ddU, 0x2a1462b3U};
  const std::string upper = base::to_upper(token);
  const std::size_t separator = upper.rfind('1');
  if (separator == std::string::npos) {
    return false;
  }
  std::vector<std::uint32_t> values;
  for (std::size_t i = 0; i < separator; ++i) {
    values.push_back(static_cast<std::uint32_t>(lower_of(upper[i])) >> 5U);
  }
  values.push_back(0);
  for (std::size_t i = 0; i < separator; ++i) {
    values.push_back(static_cast<std::uint32_t>(lower_of(upper[i])) & 31U);
  }
  for (std::size_t i = separator + 1; i < upper.size(); ++i) {
    const std::size_t digit = digits.find(upper[i]);
    if (digit == std::string_view::npos) {
      return false;
    }
    values.push_back(static_cast<std::uint32_t>(digit));
  }
  std::uint32_t check = 1;
  for (const std::uint32_t value : values) {
    const std::uint32_t top = check >> 25U;
    check = ((check & 0x1ffffffU) << 5U) ^ value;
    for (std::size_t i = 0; i < generator.size(); ++i) {
      check ^= ((top >> i) & 1U) != 0 ? generator[i] : 0U;
    }
  }
  return check == 1;
}

std::string decode_base58(std::string_view text) {
  constexpr std::string_view digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  std::vector<unsigned> bytes; // the least significant first
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) {
      return {};
    }
    auto carry = static_cast<unsigned>(digit);
    for (unsigned& byte : bytes) {
      carry += byte * 58;
      byte = carry & 0xFFU;
      carry >>= 8U;
    }
    while (carry > 0) {
      bytes.push_back(carry & 0xFFU);
      carry >>= 8U;
    }
  }
  std::string out(std::min(text.find_first_not_of('1'), text.size()), '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    out += static_cast<char>(*byte);
  }
  return out;
}

std::string sha256_bytes(std::string_view bytes) {
  return decode_hex(base::sha256_hex(bytes)).value_or("");
}

bool is_base58check(std::string_view token) {
  const std::string bytes = decode_base58(token);
  if (bytes.size() < 8) {
    return false;
  }
  const std::string_view payload = std::string_view(bytes).substr(0, bytes.size() - 4);
  return sha256_bytes(sha256_bytes(payload)).substr(0, 4) == bytes.substr(bytes.size() - 4);
}

/// CRC-16/XMODEM over the prefix and key bytes, little-endian behind them.
bool is_nkey(std::string_view token) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  unsigned buffer = 0;
  unsigned held = 0;
  for (const char c : token) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) {
      return false;
    }
    buffer = ((buffer << 5U) | static_cast<unsigned>(digit)) & 0xFFFFU;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((buffer >> held) & 0xFFU);
    }
  }
  if (bytes.size() < 4) {
    return false;
  }
  unsigned crc = 0;
  for (std::size_t i = 0; i + 2 < bytes.size(); ++i) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) << 8U;
    for (int bit = 0; bit < 8; ++bit) {
      crc = ((crc << 1U) ^ ((crc & 0x8000U) != 0 ? 0x1021U : 0U)) & 0xFFFFU;
    }
  }
  const auto low = static_cast<unsigned char>(bytes[bytes.size() - 2]);
  const auto high = static_cast<unsigned char>(bytes[bytes.size() - 1]);
  return crc == (static_cast<unsigned>(high) << 8U | low);
}

/// `….01.<length><CRC-32 of everything before it, seven digits of base 36>`.
bool is_gitlab_routable(std::string_view token) {
  if (token.size() < 16) {
    return false;
  }
  const std::string_view before = token.substr(0, token.size() - 7);
  std::uint64_t told = 0;
  for (const char c : token.substr(token.size() - 7)) {
    if (!is_digit(c) && !is_lower(c)) {
      return false;
    }
    told = told * 36 + static_cast<std::uint64_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
  }
  return told == crc32_of(before);
}

/// The part before the first dot is a number in base64 (Discord: the user's id).
bool has_digits_first(std::string_view token) {
  const auto first = decode_base64(token.substr(0, token.find('.')));
  return first && first->size() >= 17 && first->size() <= 20
         && std::all_of(first->begin(), first->end(), is_digit);
}

/// Base64 of a decimal number, a colon and random bytes (Atlassian Data Center).
bool is_numbered_base64(std::string_view token) {
  const auto bytes = decode_base64(token);
  const std::size_t colon = bytes ? bytes->find(':') : std::string::npos;
  return colon != std::string::npos && colon >= 8
         && std::all_of(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(colon),
                        is_digit);
}

/// The longest stretch of base64 behind a `_`, or the whole token, is a JSON object.
std::string json_inside(std::string_view token) {
  const std::size_t start = token.find("eyJ");
  if (start == std::string_view::npos) {
    return {};
  }
  token.remove_prefix(start);
  token = token.substr(0, token.find_first_of("_="));
  return decode_base64(token).value_or("");
}

bool is_json_base64(std::string_view token) {
  const std::string json = json_inside(token);
  return json.size() > 8 && json.starts_with("{\"") && is_mostly_text(json);
}

bool is_json_object(std::string_view text) {
  text = base::trim(text);
  return text.starts_with('{') && text.ends_with('}');
}

Proof proof(bool valid) {
  return valid ? Proof::valid : Proof::invalid;
}

} // namespace

bool is_signed_jwt(std::string_view token, std::string& payload) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) {
    return false;
  }
  const auto header = decode_base64(token.substr(0, first));
  const auto body = decode_base64(token.substr(first + 1, second - first - 1));
  const auto signature = decode_base64(token.substr(second + 1));
  if (!header || !body || !signature || !is_json_object(*header) || !is_json_object(*body)
      || header->find("\"alg\"") == std::string::npos) {
    return false;
  }
  payload = *body;
  constexpr std::array<std::pair<std::string_view, std::size_t>, 7> lengths{{{"\"HS256\"", 32},
                                                                             {"\"HS384\"", 48},
                                                                             {"\"HS512\"", 64},
                                                                             {"\"ES256\"", 64},
                                                                             {"\"ES384\"", 96},
                                                                             {"\"ES512\"", 132},
                                                                             {"\"EdDSA\"", 64}}};
  for (const auto& [algorithm, length] : lengths) {
    if (header->find(algorithm) != std::string::npos) {
      return signature->size() == length;
    }
  }
  return signature->size() >= 32;
}

Proof verify_token(Verify kind, std::string_view token) {
  std::string payload;
  switch (kind) {
  case Verify::none:
    return Proof::none;
  case Verify::jwt:
    return proof(is_signed_jwt(token.substr(std::min(token.find("eyJ"), token.size())), payload));
  case Verify::gitlab_routable:
    return proof(is_gitlab_routable(token));
  case Verify::bech32:
    return proof(is_bech32(token));
  case Verify::base58check:
    return proof(is_base58check(token));
  case Verify::nkey:
    return proof(is_nkey(token));
  case Verify::digits_first:
    return proof(has_digits_first(token));
  case Verify::numbered_base64:
    return proof(is_numbered_base64(token));
  case Verify::json_base64:
    return proof(is_json_base64(token));
  case Verify::grafana_json: {
    const std::string json = json_inside(token);
    return proof(json.starts_with("{\"k\"") && json.find("\"n\":") != std::string::npos);
  }
  }
  return Proof::none;
}

} // namespace secaudit::secrets
