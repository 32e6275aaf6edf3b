// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace secaudit::image::inventory {

/// The content of a file while it streams by. Whoever has seen enough may stop asking.
class Blocks {
 public:
  virtual ~Blocks() = default;
  /// The next bytes; "" at the end. They stay valid until the next call.
  virtual base::Result<std::string_view> next() = 0;
};

/// Content that is in memory already.
class TextBlocks : public Blocks {
 public:
  explicit TextBlocks(std::string_view text) : text_(text) {}
  base::Result<std::string_view> next() override { return std::exchange(text_, {}); }

 private:
  std::string_view text_;
};

/// Shows the first bytes before they are handed out.
class PeekedBlocks : public Blocks {
 public:
  explicit PeekedBlocks(Blocks& source) : source_(source) {}

  /// At least `size` bytes, fewer only at the end of the content or of what can be read of it.
  std::string_view head(std::size_t size) {
    while (!ended_ && first_.size() < size) {
      const auto more = source_.next();
      if (!more) {
        error_ = more.error();
      }
      ended_ = !more || more->empty();
      first_ += ended_ ? std::string_view() : *more;
    }
    return first_;
  }

  base::Result<std::string_view> next() override {
    if (!first_.empty()) {
      given_ = std::exchange(first_, {});
      return std::string_view(given_);
    }
    if (!error_.message.empty()) {
      return tl::unexpected(error_);
    }
    return ended_ ? base::Result<std::string_view>(std::string_view()) : source_.next();
  }

 private:
  Blocks& source_;
  std::string first_;
  std::string given_;
  base::Error error_;
  bool ended_ = false;
};

/// The first bytes of the content, at most `limit`; what can be read of it.
inline std::string text_of(Blocks& blocks, std::size_t limit) {
  std::string text;
  while (text.size() < limit) {
    const auto block = blocks.next();
    if (!block || block->empty()) {
      break;
    }
    text += block->substr(0, limit - text.size());
  }
  return text;
}

} // namespace secaudit::image::inventory
