// SPDX-License-Identifier: Apache-2.0
#include "image/tar_blocks.hpp"

#include "image/limits.hpp"
#include "image/tar_header.hpp"

#include <algorithm>
#include <cstring>

namespace secaudit::image {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::size_t kept_bytes = 4096; ///< of what stands behind the end
constexpr const char* cut = "the archive ends inside an entry";

} // namespace

bool all_zero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

TarBlocks::TarBlocks(host::ByteStream& source) : source_(source), buffer_(buffer_bytes) {}

/// Gets at least one byte more; false at the end of the stream.
base::Result<bool> TarBlocks::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const auto got = source_.read(std::span(buffer_).subspan(end_));
  if (!got) {
    return tl::unexpected(got.error());
  }
  end_ += *got;
  total_ += *got;
  return *got > 0;
}

base::Result<std::string_view> TarBlocks::header_block() {
  while (end_ - begin_ < tar_block) {
    const auto more = fill();
    if (!more) {
      return tl::unexpected(more.error());
    }
    if (!*more) {
      break;
    }
  }
  const std::string_view block = ready().substr(0, tar_block);
  begin_ += block.size();
  return block;
}

base::Result<std::string_view> TarBlocks::full_block() {
  auto block = header_block();
  if (block && block->size() < tar_block) {
    return base::fail(cut);
  }
  return block;
}

base::Result<std::string_view> TarBlocks::take(std::uint64_t most) {
  if (begin_ == end_) {
    const auto more = fill();
    if (!more) {
      return tl::unexpected(more.error());
    }
    if (!*more) {
      return base::fail(cut);
    }
  }
  const std::string_view bytes =
      ready().substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(most, end_ - begin_)));
  begin_ += bytes.size();
  return bytes;
}

base::Result<std::string> TarBlocks::drain() {
  std::string other;
  std::uint64_t passed = 0;
  do {
    std::string_view bytes = ready();
    passed += bytes.size();
    if (passed > limits::tar_trailing_bytes) {
      return base::fail("more than " + std::to_string(limits::tar_trailing_bytes >> 20U)
                        + " MiB stand behind the end of the archive");
    }
    if (other.empty()) {
      bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
    }
    other += bytes.substr(0, kept_bytes - other.size());
    begin_ = end_;
    const auto more = fill();
    if (!more) {
      return tl::unexpected(more.error());
    }
  } while (begin_ < end_);
  return other;
}

} // namespace secaudit::image
