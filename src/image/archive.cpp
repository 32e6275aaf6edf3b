// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "image/blobs.hpp"
#include "image/engine_error.hpp"
#include "image/limits.hpp"
#include "image/read.hpp"
#include "image/streams.hpp"
#include "image/tar_reader.hpp"

namespace secaudit::image {
namespace {

/// Where a symbolic link inside the archive leads; "" when it leaves the archive.
std::string link_target(const TarEntry& entry) {
  if (entry.link.starts_with('/')) {
    return {};
  }
  std::string target = entry.link;
  if (entry.type == model::FileType::symlink) {
    const std::size_t slash = entry.path.find_last_of('/');
    target = slash == std::string::npos ? target : entry.path.substr(0, slash) + "/" + target;
  }
  target = base::clean_path(target);
  return target.starts_with("..") ? std::string() : target;
}

base::Status read_entry(TarReader& tar, const TarEntry& entry, const ReadOptions& options,
                        BlobStore& store) {
  if (entry.climbs && store.problems.size() < limits::archive_problems) {
    store.problems.push_back(
        {"outer-path-traversal", "the archive holds a name that climbs out: " + entry.path});
  }
  switch (entry.type) {
  case model::FileType::file: {
    EntryStream content(tar);
    return store.read(entry.path, content, options);
  }
  case model::FileType::symlink:
  case model::FileType::hardlink: {
    const std::string target = link_target(entry);
    if (target.empty()) {
      store.problems.push_back(
          {"link-leaves-archive", entry.path + " is a link that leaves the archive"});
      store.add_other(entry.path);
    } else {
      store.add_link(entry.path, target);
    }
    return {};
  }
  default:
    store.add_other(entry.path);
    return {};
  }
}

/// Reads the entries until the end or the first damage.
base::Status read_entries(TarReader& tar, const ReadOptions& options, BlobStore& store) {
  for (std::size_t count = 0;; ++count) {
    const auto entry = tar.next();
    if (!entry) {
      return base::fail(entry.error().message, entry.error().hint);
    }
    if (!*entry) {
      return {};
    }
    if (count >= limits::archive_entries) {
      return base::fail("more than " + std::to_string(limits::archive_entries) + " entries");
    }
    if (const auto read = read_entry(tar, **entry, options, store); !read) {
      return read;
    }
  }
}

/// What stands at the end of the archive. An error of the engine is as bad as damage.
base::Status note_end(const base::Result<TarEnd>& end, BlobStore& store) {
  if (!end) {
    return base::fail(end.error().message, end.error().hint);
  }
  if (const auto error = engine_error(end->behind)) {
    return base::fail(*error);
  }
  if (end->data_behind) {
    store.problems.push_back(
        {"data-behind-archive", "other data follows the end of the archive; tools may read it"});
  } else if (!end->complete) {
    store.problems.push_back(
        {"no-end-of-archive", end->one_block
                                  ? "the archive ends with half an end mark"
                                  : "the archive ends without an end mark: it may be cut"});
  }
  return {};
}

} // namespace

base::Result<model::ImageArchive> read_archive(host::ByteStream& stream, const ReadOptions& options,
                                               std::vector<model::Gap>& gaps) {
  constexpr const char* hint = "save the image again: docker save -o image.tar NAME:TAG";
  PeekStream raw(stream);
  const auto first = raw.peek(10);
  if (!first) {
    return base::fail(options.source + ": " + first.error().message, first.error().hint);
  }
  if (first->empty()) {
    return base::fail(options.source + ": the archive is empty", hint);
  }
  const std::string compression(compression_of(*first));
  const auto plain = make_decompressor(compression, raw);
  TarReader tar(*plain);
  BlobStore store;
  auto read = read_entries(tar, options, store);
  if (read) {
    read = note_end(tar.finish(), store);
  }
  const bool described =
      store.find_file("manifest.json") != nullptr || store.find_file("index.json") != nullptr;
  if (!read && !described) {
    return base::fail(options.source
                          + ": no image archive, or one that breaks off: " + read.error().message,
                      hint);
  }
  if (!read) {
    gaps.push_back(
        {"image", options.source, "the archive breaks off: " + read.error().message, {}, hint});
  }
  auto archive = assemble(store, options, gaps);
  if (!archive) {
    return base::fail(options.source + ": " + archive.error().message, hint);
  }
  archive->outer_compression = compression;
  if (options.cache != nullptr && !options.image_key.empty() && read && gaps.empty()) {
    options.cache->put("image " + options.rules + " " + options.image_key, store.pack());
  }
  return archive;
}

std::optional<model::ImageArchive> read_cached(const ReadOptions& options,
                                               std::vector<model::Gap>& gaps) {
  if (options.cache == nullptr || options.image_key.empty()) {
    return std::nullopt;
  }
  const auto bytes = options.cache->get("image " + options.rules + " " + options.image_key);
  BlobStore store;
  if (!bytes || !store.unpack(*bytes, options)) {
    return std::nullopt;
  }
  std::vector<model::Gap> found;
  auto archive = assemble(store, options, found);
  if (!archive) {
    return std::nullopt;
  }
  gaps.insert(gaps.end(), found.begin(), found.end());
  archive->outer_compression = "none";
  return std::move(*archive);
}

} // namespace secaudit::image
