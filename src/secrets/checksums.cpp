// SPDX-License-Identifier: Apache-2.0
#include "secrets/checksums.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string>

namespace secaudit::secrets {
namespace {

std::array<unsigned, 4> little_endian(std::uint32_t value) {
  return {value & 0xFFU, (value >> 8U) & 0xFFU, (value >> 16U) & 0xFFU, value >> 24U};
}

std::string base62(std::uint32_t value, std::size_t width) {
  constexpr std::string_view digits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text;
  for (; value != 0; value /= 62) {
    text.insert(text.begin(), digits[value % 62]);
  }
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

std::string base64_of_four_bytes(const std::array<unsigned, 4>& bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::array<unsigned, 6> padded{bytes[0], bytes[1], bytes[2], bytes[3], 0, 0};
  std::string text;
  for (std::size_t i = 0; i < 6; i += 3) {
    const unsigned group = (padded[i] << 16U) | (padded[i + 1] << 8U) | padded[i + 2];
    for (unsigned shift = 24; shift > 0;) {
      shift -= 6;
      text += digits[(group >> shift) & 0x3FU];
    }
  }
  return text.substr(0, 6);
}

} // namespace

std::uint32_t crc32_of(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

bool checksum_matches(Checksum kind, std::string_view before, std::size_t body,
                      std::string_view checksum) {
  // A sign that only sets the checksum apart is not summed up.
  if ((kind == Checksum::crchex || kind == Checksum::crchexLE) && before.ends_with('_')) {
    before.remove_suffix(1);
  }
  const std::string_view random_part = before.substr(before.size() - body);
  switch (kind) {
  case Checksum::crc62:
    return checksum == base62(crc32_of(random_part), 6);
  case Checksum::crchex:
    return checksum == fmt::format("{:08x}", crc32_of(random_part));
  case Checksum::crchexU:
    return checksum == fmt::format("{:08X}", crc32_of(before));
  case Checksum::crchexLE: {
    const auto bytes = little_endian(crc32_of(before));
    return checksum
           == fmt::format("{:02x}{:02x}{:02x}{:02x}", bytes[0], bytes[1], bytes[2], bytes[3]);
  }
  case Checksum::crcle64:
    return checksum == base64_of_four_bytes(little_endian(crc32_of(random_part)));
  case Checksum::none:
    break;
  }
  return false;
}

} // namespace secaudit::secrets
