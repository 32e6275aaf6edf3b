// SPDX-License-Identifier: Apache-2.0
#include "image/streams.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace secaudit::image {

base::Result<std::string_view> PeekStream::peek(std::size_t size) {
  std::array<char, 4096> buffer{};
  while (ahead_.size() - used_ < size) {
    const auto got = source_.read(buffer);
    if (!got) {
      return base::fail(got.error().message, got.error().hint);
    }
    if (*got == 0) {
      break;
    }
    ahead_.append(buffer.data(), *got);
  }
  return std::string_view(ahead_).substr(used_, size);
}

base::Result<std::size_t> PeekStream::read(std::span<char> buffer) {
  if (used_ == ahead_.size()) {
    return source_.read(buffer);
  }
  const std::size_t size = std::min(buffer.size(), ahead_.size() - used_);
  std::memcpy(buffer.data(), ahead_.data() + used_, size);
  used_ += size;
  return size;
}

base::Result<std::size_t> HashingStream::read(std::span<char> buffer) {
  auto got = source_.read(buffer);
  if (got) {
    hash_.update(std::string_view(buffer.data(), *got));
    size_ += *got;
  }
  return got;
}

std::string_view compression_of(std::string_view first) {
  using namespace std::string_view_literals;
  if (first.starts_with("\x1f\x8b\x08"sv)) {
    return "gzip";
  }
  const bool skippable = first.size() >= 4 && first.substr(1, 3) == "\x2a\x4d\x18"sv
                         && (static_cast<unsigned char>(first[0]) & 0xF0U) == 0x50U;
  if (first.starts_with("\x28\xb5\x2f\xfd"sv) || skippable) {
    return "zstd";
  }
  if (first.starts_with("BZh"sv) && first.size() >= 10
      && first.substr(4, 6) == "\x31\x41\x59\x26\x53\x59"sv) {
    return "bzip2";
  }
  return first.starts_with("\xfd"
                           "7zXZ\0"sv)
             ? "xz"
             : "none";
}

} // namespace secaudit::image
