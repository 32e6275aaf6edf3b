// SPDX-License-Identifier: Apache-2.0
// gzip and zstd by their own libraries, because libarchive does not check gzip's checksum and
// cannot bound zstd's window; bzip2 and xz, which Docker loads but nobody writes, by libarchive.
#include "base/limits.hpp"
#include "image/streams.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>

#include <zlib.h>
#include <zstd.h>

namespace secaudit::image {
namespace {

constexpr std::size_t input_bytes = 64 * 1024;

class Input {
 public:
  explicit Input(host::ByteStream& source) : source_(source) {}

  /// Makes sure that bytes are there; false at the end.
  base::Result<bool> fill() {
    if (begin_ < end_) {
      return true;
    }
    const auto got = source_.read(buffer_);
    if (!got) {
      return base::fail(got.error().message, got.error().hint);
    }
    begin_ = 0;
    end_ = *got;
    return end_ > 0;
  }
  char* data() { return buffer_.data() + begin_; }
  std::size_t size() const { return end_ - begin_; }
  void consume(std::size_t n) { begin_ += n; }

 private:
  host::ByteStream& source_;
  std::array<char, input_bytes> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

class Gzip : public Decompressor {
 public:
  explicit Gzip(host::ByteStream& source) : input_(source) { inflateInit2(&stream_, 15 + 16); }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  bool trailing() const override { return trailing_; }

  base::Result<std::size_t> read(std::span<char> buffer) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    while (stream_.avail_out == buffer.size() && !done_) {
      const auto more = input_.fill();
      if (!more) {
        return base::fail(more.error().message, more.error().hint);
      }
      if (!*more) {
        if (between_members_) {
          done_ = true;
          break;
        }
        return base::fail("the gzip data ends too early");
      }
      if (between_members_ && !begin_member()) {
        break;
      }
      if (const auto step = inflate_some(); !step) {
        return base::fail(step.error().message);
      }
    }
    return buffer.size() - stream_.avail_out;
  }

 private:
  /// Behind a member stands another one, or bytes that are no gzip data.
  bool begin_member() {
    const bool gzip = static_cast<unsigned char>(*input_.data()) == 0x1F;
    if (!gzip && !first_) {
      trailing_ = done_ = true;
      return false;
    }
    inflateReset(&stream_);
    between_members_ = first_ = false;
    return true;
  }

  base::Status inflate_some() {
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(input_.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input_.consume(input_.size() - stream_.avail_in);
    if (code == Z_STREAM_END) {
      between_members_ = true;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return base::fail(std::string("the gzip data is damaged: ")
                        + (stream_.msg == nullptr ? "wrong checksum" : stream_.msg));
    }
    return {};
  }

  Input input_;
  z_stream stream_{};
  bool first_ = true;
  bool between_members_ = true;
  bool done_ = false;
  bool trailing_ = false;
};

class Zstd : public Decompressor {
 public:
  explicit Zstd(host::ByteStream& source)
      : input_(source), context_(ZSTD_createDCtx(), ZSTD_freeDCtx) {
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, window_log);
  }

  bool trailing() const override { return trailing_; }

  base::Result<std::size_t> read(std::span<char> buffer) override {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    while (out.pos == 0 && !done_) {
      const auto more = input_.fill();
      if (!more) {
        return base::fail(more.error().message, more.error().hint);
      }
      if (!*more) {
        if (!in_frame_) {
          done_ = true;
          break;
        }
        // Bytes may still be held back inside the decoder.
      }
      ZSTD_inBuffer in{input_.data(), *more ? input_.size() : 0, 0};
      const std::size_t code = ZSTD_decompressStream(context_.get(), &out, &in);
      input_.consume(in.pos);
      if (ZSTD_isError(code) != 0) {
        if (!in_frame_ && !first_) {
          trailing_ = done_ = true;
          break;
        }
        return base::fail(std::string("the zstd data is damaged: ") + ZSTD_getErrorName(code));
      }
      in_frame_ = code != 0;
      first_ = false;
      if (!*more && out.pos == 0) {
        return base::fail("the zstd data ends too early");
      }
    }
    return out.pos;
  }

 private:
  // 128 MiB: what the reference tool and every registry client accept without being asked.
  static constexpr int window_log = 27;

  Input input_;
  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context_;
  bool in_frame_ = false;
  bool first_ = true;
  bool done_ = false;
  bool trailing_ = false;
};

class ByLibarchive : public Decompressor {
 public:
  explicit ByLibarchive(host::ByteStream& source)
      : input_(source), archive_(archive_read_new(), archive_read_free) {
    archive_read_support_filter_bzip2(archive_.get());
    archive_read_support_filter_xz(archive_.get());
    archive_read_support_format_raw(archive_.get());
  }

  bool trailing() const override { return false; }

  base::Result<std::size_t> read(std::span<char> buffer) override {
    if (!open_) {
      archive_entry* entry = nullptr;
      const auto callback = [](archive*, void* self, const void** block) -> la_ssize_t {
        return static_cast<ByLibarchive*>(self)->supply(block);
      };
      if (archive_read_open(archive_.get(), this, nullptr, callback, nullptr) != ARCHIVE_OK
          || archive_read_next_header(archive_.get(), &entry) != ARCHIVE_OK) {
        return failure();
      }
      open_ = true;
    }
    const la_ssize_t size = archive_read_data(archive_.get(), buffer.data(), buffer.size());
    return size < 0 ? failure() : base::Result<std::size_t>(static_cast<std::size_t>(size));
  }

 private:
  la_ssize_t supply(const void** block) {
    input_.consume(input_.size());
    const auto more = input_.fill();
    if (!more) {
      problem_ = more.error().message;
      return ARCHIVE_FATAL;
    }
    *block = input_.data();
    return static_cast<la_ssize_t>(input_.size());
  }

  base::Result<std::size_t> failure() {
    const char* text = archive_error_string(archive_.get());
    return base::fail(!problem_.empty() ? problem_
                      : text == nullptr ? "the compressed data is damaged"
                                        : text);
  }

  Input input_;
  std::unique_ptr<archive, int (*)(archive*)> archive_;
  std::string problem_;
  bool open_ = false;
};

class Plain : public Decompressor {
 public:
  explicit Plain(host::ByteStream& source) : source_(source) {}
  bool trailing() const override { return false; }
  base::Result<std::size_t> read(std::span<char> buffer) override { return source_.read(buffer); }

 private:
  host::ByteStream& source_;
};

} // namespace

std::unique_ptr<Decompressor> make_decompressor(std::string_view compression,
                                                host::ByteStream& source) {
  if (compression == "gzip") {
    return std::make_unique<Gzip>(source);
  }
  if (compression == "zstd") {
    return std::make_unique<Zstd>(source);
  }
  if (compression == "none") {
    return std::make_unique<Plain>(source);
  }
  return std::make_unique<ByLibarchive>(source);
}

} // namespace secaudit::image
