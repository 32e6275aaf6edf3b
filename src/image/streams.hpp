// SPDX-License-Identifier: Apache-2.0
// Streams on streams: an archive is read as outer tar → blob → decompressed blob → layer tar, each
// pulling from the one below, so that nothing is stored.
#pragma once

#include "host/host.hpp"
#include "image/parallel_hash.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::image {

/// Reads ahead without consuming: the first bytes decide what a stream is.
class PeekStream : public host::ByteStream {
 public:
  explicit PeekStream(host::ByteStream& source) : source_(source) {}

  /// Up to `size` bytes; fewer only at the end of the stream.
  base::Result<std::string_view> peek(std::size_t size);
  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  host::ByteStream& source_;
  std::string ahead_;
  std::size_t used_ = 0;
};

/// Passes bytes on and hashes and counts them.
class HashingStream : public host::ByteStream {
 public:
  explicit HashingStream(host::ByteStream& source) : source_(source) {}

  base::Result<std::size_t> read(std::span<char> buffer) override;
  std::uint64_t size() const { return size_; }
  /// To be called once, at the end.
  std::string hex() { return hash_.hex(); }

 private:
  host::ByteStream& source_;
  ParallelSha256 hash_;
  std::uint64_t size_ = 0;
};

/// none, gzip, zstd, bzip2 or xz, by the first bytes; media types and file names are not trusted.
std::string_view compression_of(std::string_view first_bytes);

/// Undoes a compression. gzip: every member, with its checksum; zstd: every frame, skippable ones
/// passed over, windows of at most 128 MiB. `trailing()` of the result tells whether other bytes
/// followed the compressed data.
class Decompressor : public host::ByteStream {
 public:
  virtual bool trailing() const = 0;
};
std::unique_ptr<Decompressor> make_decompressor(std::string_view compression,
                                                host::ByteStream& source);

} // namespace secaudit::image
