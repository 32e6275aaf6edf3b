// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace secaudit::base {

/// SHA-256 over bytes that arrive in pieces (OpenSSL's implementation, which uses the processor's
/// instructions).
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(const void* bytes, std::size_t size);
  void update(std::string_view bytes) { update(bytes.data(), bytes.size()); }

  /// 64 lower-case hexadecimal digits. The object must not be used afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// MD5 over bytes that arrive in pieces. Only to compare with the lists that package managers
/// write; it proves nothing against who made both.
class Md5 {
 public:
  Md5();
  ~Md5();
  Md5(Md5&&) noexcept;
  Md5& operator=(Md5&&) noexcept;

  void update(std::string_view bytes);
  /// The first eight bytes as a number, highest first. The object must not be used afterwards.
  std::uint64_t first_half();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 64 lower-case hexadecimal digits of the SHA-256 of `bytes`.
std::string sha256_hex(std::string_view bytes);

/// 64 lower-case hexadecimal digits of HMAC-SHA-256.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

} // namespace secaudit::base
