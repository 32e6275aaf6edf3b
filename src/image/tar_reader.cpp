// SPDX-License-Identifier: Apache-2.0
#include "image/tar_reader.hpp"

#include "base/text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace secaudit::image {
namespace {

constexpr std::size_t block_bytes = 256 * 1024;
constexpr std::uint64_t tar_block = 512;

std::string clean(std::string_view name, bool& climbs) {
  std::string path;
  climbs = name.starts_with('/');
  for (const std::string_view part : base::split(name, '/')) {
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

model::FileType type_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) {
    return model::FileType::hardlink;
  }
  switch (archive_entry_filetype(entry)) {
  case AE_IFREG:
    return model::FileType::file;
  case AE_IFDIR:
    return model::FileType::directory;
  case AE_IFLNK:
    return model::FileType::symlink;
  case AE_IFCHR:
    return model::FileType::character_device;
  case AE_IFBLK:
    return model::FileType::block_device;
  case AE_IFIFO:
    return model::FileType::fifo;
  default:
    return model::FileType::other;
  }
}

void read_attributes(archive_entry* entry, TarEntry& result) {
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  archive_entry_xattr_reset(entry);
  while (archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK && name != nullptr) {
    const std::string_view bytes(static_cast<const char*>(value), size);
    if (std::strcmp(name, "security.capability") == 0) {
      result.capabilities = std::string(bytes);
    } else if (std::strcmp(name, "trusted.overlay.opaque") == 0) {
      result.overlay_opaque = bytes.starts_with('y');
    }
  }
}

} // namespace

struct TarReader::State {
  host::ByteStream& source;
  archive* reader = archive_read_new();
  std::vector<char> buffer = std::vector<char>(block_bytes);
  std::string problem; ///< of the source
  std::uint64_t total = 0;
  // The end of the archive may lie in the block before the last one that libarchive asked for.
  std::string previous;
  std::size_t filled = 0;
  bool open = false;
  // Of the current entry: holes of sparse files are filled with zeros.
  std::uint64_t size = 0;
  std::uint64_t position = 0;
  std::string_view pending;
  std::uint64_t pending_at = 0;
  bool ended = true;

  explicit State(host::ByteStream& s) : source(s) {
    archive_read_support_format_tar(reader);
    archive_read_support_filter_none(reader);
  }
  ~State() { archive_read_free(reader); }

  la_ssize_t supply(const void** block) {
    previous.assign(buffer.data(), filled);
    filled = 0;
    while (filled < buffer.size()) {
      const auto got = source.read(std::span(buffer).subspan(filled));
      if (!got) {
        problem = got.error().message;
        archive_set_error(reader, EIO, "%s", problem.c_str());
        return ARCHIVE_FATAL;
      }
      if (*got == 0) {
        break;
      }
      filled += *got;
    }
    total += filled;
    *block = buffer.data();
    return static_cast<la_ssize_t>(filled);
  }

  tl::unexpected<base::Error> failure() const {
    const char* text = archive_error_string(reader);
    return base::fail(!problem.empty() ? problem : text == nullptr ? "no tar archive" : text);
  }

  base::Status ensure_open() {
    if (open) {
      return {};
    }
    open = true;
    const auto callback = [](archive*, void* self, const void** block) -> la_ssize_t {
      return static_cast<State*>(self)->supply(block);
    };
    if (archive_read_open(reader, this, nullptr, callback, nullptr) != ARCHIVE_OK) {
      return failure();
    }
    return {};
  }
};

TarReader::TarReader(host::ByteStream& source) : state_(std::make_unique<State>(source)) {}
TarReader::~TarReader() = default;

base::Result<std::optional<TarEntry>> TarReader::next() {
  if (const auto opened = state_->ensure_open(); !opened) {
    return base::fail(opened.error().message);
  }
  archive_entry* entry = nullptr;
  const int code = archive_read_next_header(state_->reader, &entry);
  if (code == ARCHIVE_EOF) {
    return std::optional<TarEntry>();
  }
  // A warning is normal (names outside ASCII without a locale); everything else is damage.
  if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
    return state_->failure();
  }
  TarEntry result;
  const char* name = archive_entry_pathname(entry);
  result.path = clean(name == nullptr ? "" : name, result.climbs);
  result.type = type_of(entry);
  result.mode = static_cast<std::uint32_t>(archive_entry_perm(entry)) & 07777U;
  result.uid = static_cast<std::uint64_t>(archive_entry_uid(entry));
  result.gid = static_cast<std::uint64_t>(archive_entry_gid(entry));
  const la_int64_t size = archive_entry_size(entry);
  if (size < 0) {
    return base::fail("an entry of negative size");
  }
  result.size = static_cast<std::uint64_t>(size);
  state_->size = result.size;
  state_->position = 0;
  state_->pending = {};
  state_->ended = false;
  if (result.type == model::FileType::hardlink) {
    result.link = archive_entry_hardlink(entry);
  } else if (result.type == model::FileType::symlink) {
    const char* target = archive_entry_symlink(entry);
    result.link = target == nullptr ? "" : target;
  }
  result.device_major = static_cast<std::uint64_t>(archive_entry_rdevmajor(entry));
  result.device_minor = static_cast<std::uint64_t>(archive_entry_rdevminor(entry));
  read_attributes(entry, result);
  return std::optional(std::move(result));
}

base::Result<std::string_view> TarReader::block() {
  static constexpr std::array<char, 65536> zeros{};
  State& state = *state_;
  if (state.pending.empty() && !state.ended) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    int code = ARCHIVE_OK;
    do {
      code = archive_read_data_block(state.reader, &bytes, &size, &offset);
    } while (size == 0 && (code == ARCHIVE_OK || code == ARCHIVE_WARN));
    state.ended = code == ARCHIVE_EOF;
    if (!state.ended && code != ARCHIVE_OK && code != ARCHIVE_WARN) {
      return state.failure();
    }
    if (!state.ended) {
      state.pending = {static_cast<const char*>(bytes), size};
      state.pending_at = static_cast<std::uint64_t>(offset);
    }
  }
  const std::uint64_t hole_end = state.ended ? state.size : state.pending_at;
  if (state.position < hole_end) {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(hole_end - state.position, zeros.size()));
    state.position += size;
    return std::string_view(zeros.data(), size);
  }
  const std::string_view result = state.pending;
  state.position += result.size();
  state.pending = {};
  return result;
}

base::Result<TarEnd> TarReader::finish() {
  State& state = *state_;
  const auto end = static_cast<std::uint64_t>(
      std::max<la_int64_t>(archive_read_header_position(state.reader), 0));
  TarEnd result;
  const auto look = [&](std::string_view bytes, std::uint64_t position) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != '\0' && position + i >= end) {
        result.data_behind = true;
        return;
      }
    }
  };
  const std::uint64_t last_begin = state.total - state.filled;
  look(state.previous, last_begin - std::min<std::uint64_t>(last_begin, state.previous.size()));
  look({state.buffer.data(), state.filled}, last_begin);
  for (;;) {
    const void* block = nullptr;
    const std::uint64_t position = state.total;
    const la_ssize_t size = state.supply(&block);
    if (size < 0) {
      return base::fail(state.problem);
    }
    if (size == 0) {
      break;
    }
    look({static_cast<const char*>(block), static_cast<std::size_t>(size)}, position);
  }
  result.bytes = state.total;
  const std::uint64_t zeros = state.total > end ? state.total - end : 0;
  result.complete = zeros >= 2 * tar_block;
  result.one_block = zeros >= tar_block && !result.complete;
  return result;
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
  std::memcpy(buffer.data(), block_.data(), size);
  block_.remove_prefix(size);
  return size;
}

} // namespace secaudit::image
