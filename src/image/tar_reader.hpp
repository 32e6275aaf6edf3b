// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/image.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::image {

struct TarEntry {
  std::string path;    ///< cleaned: no leading `/`, no `.` and doubled slashes; `..` is kept
  bool climbs = false; ///< the name as written begins with `/` or holds `..`
  model::FileType type = model::FileType::file;
  std::uint32_t mode = 0;
  std::uint64_t uid = 0;
  std::uint64_t gid = 0;
  std::uint64_t size = 0; ///< as declared: trust what is read
  std::string link;
  std::uint64_t device_major = 0;
  std::uint64_t device_minor = 0;
  std::string capabilities;    ///< bytes of security.capability
  bool overlay_opaque = false; ///< trusted.overlay.opaque=y
  bool refused_type = false;   ///< of a type that the engine refuses; read as a file
};

/// How a tar stream ended.
struct TarEnd {
  bool complete = false;    ///< two blocks of zeros
  bool one_block = false;   ///< only one
  bool data_behind = false; ///< bytes other than zero behind the end
  std::string behind;       ///< the first of them; the engine writes its errors there
  std::uint64_t bytes = 0;  ///< length of the stream
};

/// Reads a tar stream (v7, ustar, GNU, PAX, sparse) entry by entry. Where readers differ it takes
/// the engine's side (Go's archive/tar); anything that has to be guessed is an error: what a
/// lenient reader skips in silence may be what an attacker hides.
class TarReader {
 public:
  explicit TarReader(host::ByteStream& source);
  ~TarReader();
  TarReader(const TarReader&) = delete;
  TarReader& operator=(const TarReader&) = delete;

  /// The next entry; nothing at the end.
  base::Result<std::optional<TarEntry>> next();
  /// The content of the current entry, piece by piece; "" at its end. Valid until the next call.
  base::Result<std::string_view> block();
  /// Reads what is left of the stream. To be called after next() gave nothing.
  base::Result<TarEnd> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The current entry of a TarReader as a stream.
class EntryStream : public host::ByteStream {
 public:
  explicit EntryStream(TarReader& reader) : reader_(reader) {}
  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  TarReader& reader_;
  std::string_view block_;
};

} // namespace secaudit::image
