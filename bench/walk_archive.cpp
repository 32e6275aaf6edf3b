// SPDX-License-Identifier: Apache-2.0
// The least that reading an image archive takes: one pass over it and over the archives inside it
// by libarchive, every byte of every file touched. Prints the bytes of the archive, the entries of
// its layers and the size of the largest package database in it.
//
//   secaudit_bench_walk ARCHIVE
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace {

struct FreeArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeArchive>;

constexpr std::size_t block_bytes = 1 << 20;

struct Walk {
  std::uint64_t entries = 0;
  std::uint64_t database = 0;
  unsigned sum = 0;
};

bool is_database(std::string_view path) {
  constexpr std::array<std::string_view, 5> ends{"lib/dpkg/status", "lib/apk/db/installed",
                                                 "rpm/rpmdb.sqlite", "rpm/Packages",
                                                 "rpm/Packages.db"};
  return std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return path.ends_with(end); });
}

/// Every byte of the entry.
std::uint64_t touch(archive* reader, Walk& walk) {
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  std::uint64_t total = 0;
  while (archive_read_data_block(reader, &block, &size, &offset) == ARCHIVE_OK) {
    const auto* bytes = static_cast<const unsigned char*>(block);
    for (std::size_t i = 0; i < size; ++i) {
      walk.sum += bytes[i];
    }
    total += size;
  }
  return total;
}

la_ssize_t next_block(archive*, void* outer, const void** block) {
  std::size_t size = 0;
  la_int64_t offset = 0;
  const int code = archive_read_data_block(static_cast<archive*>(outer), block, &size, &offset);
  return code == ARCHIVE_OK ? static_cast<la_ssize_t>(size) : 0;
}

void walk_layer(archive* outer, Walk& walk) {
  const Reader inner(archive_read_new());
  archive_read_support_format_tar(inner.get());
  archive_read_support_filter_gzip(inner.get());
  archive_read_support_filter_zstd(inner.get());
  if (archive_read_open(inner.get(), outer, nullptr, &next_block, nullptr) != ARCHIVE_OK) {
    return;
  }
  archive_entry* entry = nullptr;
  while (archive_read_next_header(inner.get(), &entry) == ARCHIVE_OK) {
    ++walk.entries;
    const char* path = archive_entry_pathname(entry);
    const bool database = path != nullptr && is_database(path);
    const std::uint64_t size = touch(inner.get(), walk);
    walk.database = database ? std::max(walk.database, size) : walk.database;
  }
}

} // namespace

int main(int count, char** arguments) {
  const Reader outer(archive_read_new());
  archive_read_support_format_tar(outer.get());
  if (count != 2
      || archive_read_open_filename(outer.get(), arguments[1], block_bytes) != ARCHIVE_OK) {
    std::fputs("usage: secaudit_bench_walk ARCHIVE\n", stderr);
    return 125;
  }
  Walk walk;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(outer.get(), &entry) == ARCHIVE_OK) {
    walk_layer(outer.get(), walk);
  }
  std::printf("%lld %llu %llu\n", static_cast<long long>(archive_filter_bytes(outer.get(), -1)),
              static_cast<unsigned long long>(walk.entries),
              static_cast<unsigned long long>(walk.database));
  return walk.sum == 1 ? 1 : 0;
}
