// SPDX-License-Identifier: Apache-2.0
// The 512-byte header of a tar entry and the records of PAX, read as strictly as the engine reads
// them: whatever one reader refuses and another guesses is a place to hide something.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::image {

constexpr std::size_t tar_block = 512;

/// A stretch of data in a sparse file; what lies between stretches is zeros.
struct SparsePiece {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// The fields of a header block as written.
struct TarHeader {
  std::string name; ///< with ustar's prefix
  std::string link;
  char type = '0';
  std::uint32_t mode = 0;
  std::uint64_t uid = 0;
  std::uint64_t gid = 0;
  std::uint64_t size = 0;
  std::uint64_t device_major = 0;
  std::uint64_t device_minor = 0;
  // Type S, GNU's old sparse files.
  std::vector<SparsePiece> pieces;
  std::uint64_t real_size = 0;
  bool more_pieces = false; ///< blocks of pieces follow the header
};

/// Reads a block of tar_block bytes (POSIX.1-1988 ustar, GNU, v7). Fails on a wrong checksum and on
/// numbers that are none.
base::Result<TarHeader> read_tar_header(std::string_view block);

/// Adds the pieces of a block that continues a GNU sparse header; true when yet another follows.
base::Result<bool> read_more_pieces(std::string_view block, std::vector<SparsePiece>& pieces);

/// What the PAX records before an entry say (POSIX.1-2001 pax, SCHILY.xattr, GNU.sparse).
struct PaxRecords {
  std::optional<std::string> path;
  std::optional<std::string> link;
  std::optional<std::uint64_t> size;
  std::optional<std::uint64_t> uid;
  std::optional<std::uint64_t> gid;
  std::string capabilities;
  bool overlay_opaque = false;
  // Sparse files, formats 0.0, 0.1 and 1.0.
  std::optional<std::uint64_t> sparse_size;
  std::vector<SparsePiece> pieces;
  bool sparse = false;
  bool map_in_data = false; ///< format 1.0: the content begins with the map
};
base::Result<PaxRecords> read_pax_records(std::string_view text);

/// A decimal number; nothing for anything else and for what does not fit 63 bits.
std::optional<std::uint64_t> read_decimal(std::string_view text);

} // namespace secaudit::image
