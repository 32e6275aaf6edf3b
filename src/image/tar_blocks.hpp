// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image {

bool all_zero(std::string_view bytes);

/// A buffered stream that hands out blocks and stretches of bytes without copying them. A view is
/// valid until the next call.
class TarBlocks {
 public:
  explicit TarBlocks(host::ByteStream& source);

  /// A whole block, or what is left of the stream.
  base::Result<std::string_view> header_block();
  /// A whole block; the end of the stream is an error.
  base::Result<std::string_view> full_block();
  /// `most` bytes at most, at least one; the end of the stream is an error.
  base::Result<std::string_view> take(std::uint64_t most);
  /// Reads to the end; the first bytes from the first one that is not zero, "" when all were.
  base::Result<std::string> drain();
  /// Bytes taken from the source.
  std::uint64_t total() const { return total_; }

 private:
  std::string_view ready() const { return {buffer_.data() + begin_, end_ - begin_}; }
  base::Result<bool> fill();

  host::ByteStream& source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t total_ = 0;
};

} // namespace secaudit::image
