// SPDX-License-Identifier: Apache-2.0
#include "image/tar_reader.hpp"

#include "base/text.hpp"
#include "image/engine_error.hpp"
#include "image/limits.hpp"
#include "image/tar_blocks.hpp"
#include "image/tar_header.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace secaudit::image {
namespace {

std::string clean(std::string_view name, bool& climbs) {
  std::string path;
  path.reserve(name.size());
  climbs = name.starts_with('/');
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, slash);
    name.remove_prefix(std::min(slash + 1, name.size()));
    if (part.empty() || part == ".") {
      continue;
    }
    climbs = climbs || part == "..";
    if (!path.empty()) {
      path += '/';
    }
    path += part;
  }
  return path;
}

model::FileType type_of(const TarHeader& header, std::string_view name) {
  switch (header.type) {
  case '1':
    return model::FileType::hardlink;
  case '2':
    return model::FileType::symlink;
  case '3':
    return model::FileType::character_device;
  case '4':
    return model::FileType::block_device;
  case '5':
    return model::FileType::directory;
  case '6':
    return model::FileType::fifo;
  case '\0': // v7 knows no folders
    return name.ends_with('/') ? model::FileType::directory : model::FileType::file;
  default:
    return model::FileType::file;
  }
}

bool is_refused(char type) {
  return type != '\0' && type != 'S' && (type < '0' || type > '6');
}

/// In order, apart, inside the file, and as long together as the stored data.
bool pieces_fit(const std::vector<SparsePiece>& pieces, std::uint64_t real, std::uint64_t stored) {
  std::uint64_t end = 0;
  std::uint64_t sum = 0;
  for (const SparsePiece& piece : pieces) {
    if (piece.offset < end || piece.size > real || piece.offset > real - piece.size) {
      return false;
    }
    end = piece.offset + piece.size;
    sum += piece.size;
  }
  return sum == stored;
}

/// What entries before an entry say about it.
struct Before {
  std::optional<std::string> name;
  std::optional<std::string> link;
  PaxRecords pax;
};

bool describes_next(char type) {
  return type == 'L' || type == 'K' || type == 'x' || type == 'g';
}

} // namespace

struct TarReader::State : TarBlocks {
  std::uint64_t holes = 0; ///< zeros that were made up for sparse files
  TarEnd tail;
  // Of the current entry.
  std::uint64_t stored = 0;  ///< bytes still in the stream
  std::uint64_t padding = 0; ///< behind them
  bool sparse = false;
  std::vector<SparsePiece> pieces;
  std::size_t piece = 0;
  std::uint64_t piece_used = 0;
  std::uint64_t position = 0;
  std::uint64_t real_size = 0;

  using TarBlocks::TarBlocks;

  base::Status skip_entry() {
    std::uint64_t left = stored + padding;
    stored = padding = 0;
    while (left > 0) {
      const auto bytes = take(left);
      if (!bytes) {
        return base::fail(bytes.error().message, bytes.error().hint);
      }
      left -= bytes->size();
    }
    return {};
  }

  /// The content of an entry that describes the next one.
  base::Result<std::string> special(std::uint64_t size) {
    if (size > limits::tar_special_bytes) {
      return base::fail("an entry's name or attributes are longer than "
                        + std::to_string(limits::tar_special_bytes) + " bytes");
    }
    start_content(size);
    std::string text;
    while (stored > 0) {
      const auto bytes = take(stored);
      if (!bytes) {
        return base::fail(bytes.error().message, bytes.error().hint);
      }
      text += *bytes;
      stored -= bytes->size();
    }
    if (const auto skipped = skip_entry(); !skipped) {
      return base::fail(skipped.error().message, skipped.error().hint);
    }
    return text;
  }

  void start_content(std::uint64_t size) {
    stored = size;
    padding = (tar_block - size % tar_block) % tar_block;
    sparse = false;
  }

  base::Status start_sparse(std::vector<SparsePiece> map, std::uint64_t real) {
    if (!pieces_fit(map, real, stored)) {
      return base::fail("the map of a sparse file is damaged");
    }
    holes += real - stored;
    if (real - stored > limits::sparse_hole_bytes || holes > limits::sparse_hole_bytes) {
      return base::fail("sparse files with more than "
                        + std::to_string(limits::sparse_hole_bytes / limits::gib)
                        + " GiB of holes");
    }
    sparse = true;
    pieces = std::move(map);
    piece = 0;
    piece_used = position = 0;
    real_size = real;
    return {};
  }

  /// Format 1.0: decimal lines at the beginning of the content, filled up to a block.
  base::Result<std::vector<SparsePiece>> map_from_data() {
    std::vector<SparsePiece> map;
    std::string text;
    std::size_t at = 0;
    const auto next_number = [&]() -> base::Result<std::uint64_t> {
      std::size_t line = text.find('\n', at);
      while (line == std::string::npos) {
        if (stored < tar_block || text.size() > limits::tar_special_bytes) {
          return base::fail("the map of a sparse file is damaged");
        }
        const auto block = full_block();
        if (!block) {
          return base::fail(block.error().message, block.error().hint);
        }
        text += *block;
        stored -= tar_block;
        line = text.find('\n', at);
      }
      const auto value = read_decimal(std::string_view(text).substr(at, line - at));
      at = line + 1;
      return value ? base::Result<std::uint64_t>(*value)
                   : base::fail("the map of a sparse file is damaged");
    };
    const auto count = next_number();
    if (!count) {
      return tl::unexpected(count.error());
    }
    for (std::uint64_t i = 0; i < *count; ++i) {
      const auto offset = next_number();
      const auto size = offset ? next_number() : offset;
      if (!size) {
        return tl::unexpected(size.error());
      }
      map.push_back({*offset, *size});
    }
    return map;
  }

  base::Status read_special(const TarHeader& header, Before& before) {
    auto text = special(header.size);
    if (!text) {
      return tl::unexpected(text.error());
    }
    if (header.type == 'x') {
      auto records = read_pax_records(*text);
      if (!records) {
        return tl::unexpected(records.error());
      }
      before.pax = std::move(*records);
    } else if (header.type != 'g') { // the engine takes nothing from global records
      (header.type == 'L' ? before.name : before.link) = text->substr(0, text->find('\0'));
    }
    return {};
  }

  base::Result<std::optional<TarEntry>> make_entry(TarHeader& header, Before& before) {
    PaxRecords& pax = before.pax;
    const std::string name = pax.path.value_or(before.name.value_or(header.name));
    TarEntry entry;
    entry.type = type_of(header, name);
    entry.refused_type = is_refused(header.type);
    entry.path = clean(name, entry.climbs);
    entry.mode = header.mode;
    entry.uid = pax.uid.value_or(header.uid);
    entry.gid = pax.gid.value_or(header.gid);
    if (entry.type == model::FileType::hardlink || entry.type == model::FileType::symlink) {
      entry.link = pax.link.value_or(before.link.value_or(header.link));
    }
    entry.device_major = header.device_major;
    entry.device_minor = header.device_minor;
    entry.capabilities = std::move(pax.capabilities);
    entry.overlay_opaque = pax.overlay_opaque;
    if (const auto begun = begin_entry(header, pax, entry); !begun) {
      return tl::unexpected(begun.error());
    }
    return std::optional(std::move(entry));
  }

  base::Status begin_entry(TarHeader& header, PaxRecords& pax, TarEntry& entry) {
    start_content(pax.size.value_or(header.size));
    const bool bodyless = header.type >= '1' && header.type <= '6';
    if (bodyless || entry.type == model::FileType::directory) {
      start_content(0);
    }
    entry.size = stored;
    if (header.type == 'S') {
      for (bool more = header.more_pieces; more;) {
        const auto block = full_block();
        const auto again = block ? read_more_pieces(*block, header.pieces)
                                 : base::Result<bool>(tl::unexpected(block.error()));
        if (!again || header.pieces.size() > limits::tar_special_bytes) {
          return base::fail(again ? "the map of a sparse file is too long" : again.error().message);
        }
        more = *again;
      }
      entry.size = header.real_size;
      return start_sparse(std::move(header.pieces), header.real_size);
    }
    if (!pax.sparse || entry.type != model::FileType::file) {
      return {};
    }
    auto map = pax.map_in_data ? map_from_data()
                               : base::Result<std::vector<SparsePiece>>(std::move(pax.pieces));
    if (!map) {
      return base::fail(map.error().message, map.error().hint);
    }
    entry.size = pax.sparse_size.value_or(stored);
    return start_sparse(std::move(*map), entry.size);
  }

  /// The end of the archive: a block of zeros and, behind it, another one.
  base::Status read_end_mark() {
    const auto second = header_block();
    if (!second) {
      return base::fail(second.error().message, second.error().hint);
    }
    if (second->size() < tar_block) {
      tail.one_block = true;
      tail.behind = all_zero(*second) ? "" : std::string(*second);
      return {};
    }
    if (!all_zero(*second)) {
      return base::fail("a lone block of zeros lies between two entries");
    }
    tail.complete = true;
    return {};
  }
};

TarReader::TarReader(host::ByteStream& source) : state_(std::make_unique<State>(source)) {}
TarReader::~TarReader() = default;

base::Result<std::optional<TarEntry>> TarReader::next() {
  Before before;
  if (const auto skipped = state_->skip_entry(); !skipped) {
    return tl::unexpected(skipped.error());
  }
  for (;;) {
    const auto block = state_->header_block();
    if (!block) {
      return tl::unexpected(block.error());
    }
    if (block->empty()) {
      return std::optional<TarEntry>();
    }
    if (block->size() < tar_block) {
      return base::fail(engine_error(*block).value_or("the archive ends inside an entry's header"));
    }
    if (all_zero(*block)) {
      const auto end = state_->read_end_mark();
      return end ? base::Result<std::optional<TarEntry>>(std::nullopt)
                 : tl::unexpected(end.error());
    }
    auto header = read_tar_header(*block);
    if (!header) {
      return tl::unexpected(header.error());
    }
    if (!describes_next(header->type)) {
      return state_->make_entry(*header, before);
    }
    if (const auto read = state_->read_special(*header, before); !read) {
      return tl::unexpected(read.error());
    }
  }
}

base::Result<std::string_view> TarReader::block() {
  static constexpr std::array<char, 65536> zeros{};
  State& state = *state_;
  std::uint64_t most = state.stored;
  if (state.sparse) {
    while (state.piece < state.pieces.size() && state.piece_used == state.pieces[state.piece].size
           && state.position >= state.pieces[state.piece].offset) {
      ++state.piece;
      state.piece_used = 0;
    }
    const bool past = state.piece == state.pieces.size();
    const std::uint64_t hole_end = past ? state.real_size : state.pieces[state.piece].offset;
    if (state.position < hole_end) {
      const std::uint64_t size = std::min<std::uint64_t>(hole_end - state.position, zeros.size());
      state.position += size;
      return std::string_view(zeros.data(), static_cast<std::size_t>(size));
    }
    most = past ? 0 : state.pieces[state.piece].size - state.piece_used;
  }
  if (most == 0) {
    return std::string_view{};
  }
  auto bytes = state.take(most);
  if (bytes) {
    state.stored -= bytes->size();
    state.piece_used += bytes->size();
    state.position += bytes->size();
  }
  return bytes;
}

base::Result<TarEnd> TarReader::finish() {
  State& state = *state_;
  const auto other = state.drain();
  if (!other) {
    return tl::unexpected(other.error());
  }
  state.tail.behind += *other;
  state.tail.data_behind = !state.tail.behind.empty();
  state.tail.bytes = state.total();
  return state.tail;
}

base::Result<std::size_t> EntryStream::read(std::span<char> buffer) {
  if (block_.empty()) {
    const auto next = reader_.block();
    if (!next) {
      return base::fail(next.error().message, next.error().hint);
    }
    block_ = *next;
  }
  const std::size_t size = std::min(buffer.size(), block_.size());
  std::copy_n(block_.data(), size, buffer.data());
  block_.remove_prefix(size);
  return size;
}

} // namespace secaudit::image
