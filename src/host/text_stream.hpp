// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace secaudit::host {

/// A text as a stream, at most `piece` bytes at a time, as from a pipe.
class TextStream : public ByteStream {
 public:
  explicit TextStream(std::string text, std::size_t piece = std::string::npos)
      : text_(std::move(text)), piece_(piece) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = text_.copy(buffer.data(), std::min(buffer.size(), piece_), offset_);
    offset_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t offset_ = 0;
};

} // namespace secaudit::host
