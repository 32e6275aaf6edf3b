// SPDX-License-Identifier: Apache-2.0
#include "image/layer.hpp"

#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "image/kept_files.hpp"
#include "image/limits.hpp"
#include "image/streams.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace secaudit::image {
namespace {

/// Stops a decompression bomb: no image of that size is ever built by hand.
class BoundedStream : public host::ByteStream {
 public:
  BoundedStream(host::ByteStream& source, std::uint64_t most) : source_(source), left_(most) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    auto got = source_.read(buffer);
    if (got && *got > left_) {
      return base::fail("more than 64 GiB when decompressed");
    }
    left_ -= got ? *got : 0;
    return got;
  }

 private:
  host::ByteStream& source_;
  std::uint64_t left_;
};

/// A file's bytes on their way: whoever asks for them, the visitor and the digests see each once.
class FileContent : public inventory::Blocks {
 public:
  FileContent(TarReader& tar, const TarEntry& entry, std::string_view layer,
              const ReadOptions& options)
      : tar_(tar), options_(options) {
    // Most entries of large images are small or empty: a digest's state would cost more than them.
    if (options.hash_files) {
      sha_.emplace();
    }
    if (options.check_programs && entry.size > 0 && is_checked(entry)) {
      md5_.emplace();
    }
    // A whiteout is the name of what it removes, not a file.
    const std::string_view name = std::string_view(entry.path).substr(entry.path.rfind('/') + 1);
    visited_ = options.visitor != nullptr && !name.starts_with(".wh.")
               && options.visitor->begin_file(layer, entry.path, entry.size, entry.mode);
  }

  base::Result<std::string_view> next() override {
    const auto block = tar_.block();
    if (!block || block->empty()) {
      return block;
    }
    total_ += block->size();
    if (visited_) {
      options_.visitor->data(*block);
    }
    if (sha_) {
      sha_->update(*block);
    }
    if (md5_) {
      md5_->update(*block);
    }
    return block;
  }

  /// Reads what nobody asked for; the number of bytes.
  base::Result<std::uint64_t> finish() {
    for (;;) {
      const auto block = next();
      if (!block) {
        return base::fail(block.error().message);
      }
      if (block->empty()) {
        break;
      }
    }
    if (visited_) {
      options_.visitor->end_file();
    }
    return total_;
  }

  /// Where it was asked for, else "".
  std::string sha256() { return sha_ ? sha_->hex() : std::string(); }
  /// The first half of the MD5 of programs and libraries; 0 of all others.
  std::uint64_t checksum() { return md5_ ? md5_->first_half() : 0; }

 private:
  /// Files whose change matters most. All of them would double the work of reading an image.
  static bool is_checked(const TarEntry& entry) {
    std::string_view path = entry.path;
    path.remove_prefix(path.starts_with("usr/") ? 4 : 0);
    const bool folder =
        path.starts_with("bin/") || path.starts_with("sbin/") || path.starts_with("lib");
    return folder && ((entry.mode & 0111U) != 0 || base::contains(path, ".so"));
  }

  TarReader& tar_;
  const ReadOptions& options_;
  bool visited_ = false;
  std::optional<base::Sha256> sha_;
  std::optional<base::Md5> md5_;
  std::uint64_t total_ = 0;
};

class LayerReader {
 public:
  LayerReader(TarReader& tar, std::string_view name, const ReadOptions& options,
              LayerContent& layer)
      : tar_(tar), name_(name), options_(options), layer_(layer) {}

  base::Status run() {
    for (;;) {
      auto entry = tar_.next();
      if (!entry) {
        return base::fail(entry.error().message);
      }
      if (!*entry) {
        check_hard_links();
        finish_inventory();
        return {};
      }
      if (++layer_.entry_count > limits::layer_entries) {
        return base::fail("more than " + std::to_string(limits::layer_entries) + " entries");
      }
      if (const auto done = one(std::move(**entry)); !done) {
        return done;
      }
    }
  }

 private:
  base::Status one(TarEntry entry) {
    if (entry.path.size() > limits::image_path_bytes) {
      return base::fail("a name of more than " + std::to_string(limits::image_path_bytes)
                        + " bytes");
    }
    note_problems(entry);
    std::string hash;
    if (entry.type == model::FileType::file) {
      const auto read = content(entry, hash);
      if (!read) {
        return base::fail(read.error().message);
      }
      entry.size = *read;
    }
    LayerEntry kept;
    kept.device_zero = entry.type == model::FileType::character_device && entry.device_major == 0
                       && entry.device_minor == 0;
    kept.overlay_opaque = entry.overlay_opaque;
    kept.file = {std::move(entry.path),
                 entry.type,
                 entry.mode,
                 entry.uid,
                 entry.gid,
                 entry.size,
                 std::move(entry.link),
                 std::move(entry.capabilities),
                 std::move(hash),
                 0,
                 false};
    kept.file.device_major = static_cast<std::uint32_t>(entry.device_major);
    kept.file.device_minor = static_cast<std::uint32_t>(entry.device_minor);
    layer_.entries.push_back(kept);
    return {};
  }

  void note_problems(const TarEntry& entry) {
    if (entry.climbs && base::contains("/" + entry.path + "/", "/../")) {
      problem("path-traversal", "holds a name that climbs out: " + entry.path);
    }
    if (entry.refused_type) {
      problem("unknown-entry-type", "holds an entry of a type that engines refuse: " + entry.path);
    }
    if (entry.overlay_opaque) {
      problem("overlay-opaque-attribute",
              "hides lower files by an extended attribute that only one of Docker's stores obeys: "
                  + entry.path);
    }
    const std::string_view name =
        std::string_view(entry.path).substr(entry.path.find_last_of('/') + 1);
    if (name.starts_with(".wh.") && (name == ".wh." || name == ".wh.." || name == ".wh...")) {
      problem("evil-whiteout", "holds a whiteout of no name: " + entry.path);
    }
    if (below_link(entry.path)) {
      problem("writes-through-link",
              "holds an entry below a symbolic link of its own: " + entry.path);
    }
    if (entry.type == model::FileType::symlink) {
      links_.insert(entry.path);
    }
    if (entry.type == model::FileType::hardlink) {
      hard_links_.push_back({entry.path, cleaned(entry.link), layer_.entry_count});
    }
  }

  void finish_inventory() {
    inventory_.finish(found_);
    for (model::Package& package : found_.packages) {
      const std::string path = package.path;
      layer_.packages.emplace(path, std::move(package));
    }
    layer_.owned = std::move(found_.owned);
    layer_.diverted = std::move(found_.diverted);
    layer_.notes = std::move(found_.notes);
    std::sort(layer_.programs.begin(), layer_.programs.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
  }

  /// Engines refuse a link to what the layer does not hold before it.
  void check_hard_links() {
    if (hard_links_.empty()) {
      return;
    }
    std::map<std::string_view, std::uint64_t> first;
    for (const HardLink& link : hard_links_) {
      first.emplace(link.target, layer_.entry_count + 1);
    }
    std::uint64_t number = 0;
    layer_.entries.each([&](const LayerEntry& entry) {
      ++number;
      const bool file =
          entry.file.type == model::FileType::file || entry.file.type == model::FileType::hardlink;
      const auto target = file ? first.find(entry.file.path) : first.end();
      if (target != first.end()) {
        target->second = std::min(target->second, number);
      }
    });
    for (const HardLink& link : hard_links_) {
      if (first.at(link.target) >= link.number) {
        problem("hardlink-target-missing",
                "holds a hard link to something that the layer does not hold before it: "
                    + link.path);
      }
    }
  }

  bool below_link(std::string_view path) const {
    if (links_.empty()) {
      return false;
    }
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      if (links_.contains(path.substr(0, slash))) {
        return true;
      }
    }
    return false;
  }

  static std::string cleaned(std::string_view link) {
    std::string result;
    for (const std::string_view part : base::split(link, '/')) {
      if (!part.empty() && part != ".") {
        result += (result.empty() ? "" : "/") + std::string(part);
      }
    }
    return result;
  }

  void problem(std::string code, std::string message) {
    if (layer_.problems.size() < limits::archive_problems) {
      layer_.problems.push_back({std::move(code), std::string(name_) + " " + std::move(message)});
    }
  }

  /// Passes the content on to whoever wants it; the number of bytes.
  base::Result<std::uint64_t> content(const TarEntry& entry, std::string& hash) {
    FileContent blocks(tar_, entry, name_, options_);
    const std::size_t text_limit = kept_text_limit(entry.path);
    if (text_limit > 0) {
      std::string text = inventory::text_of(blocks, text_limit + 1);
      if (text.size() <= text_limit) {
        keep(entry.path, kept_text(entry.path, text));
      }
      inventory::TextBlocks again(text);
      inventory_.read(entry.path, entry.size, again, found_);
    } else {
      inventory_.read(entry.path, entry.size, blocks, found_);
    }
    take_found(entry.path);
    const auto size = blocks.finish();
    hash = blocks.sha256();
    if (const std::uint64_t checksum = blocks.checksum(); size && checksum != 0) {
      layer_.programs.push_back({inventory::path_key(entry.path), checksum});
    }
    return size;
  }

  void keep(const std::string& path, std::string text) {
    text_bytes_ += text.size();
    if (text_bytes_ > limits::kept_layer_text_bytes) {
      layer_.notes.push_back(path + ": its layer holds more settings than are kept");
    } else if (!text.empty()) {
      layer_.texts[path] = std::move(text);
    }
  }

  void take_found(const std::string& path) {
    for (model::Package& package : found_.packages) {
      layer_.packages.emplace(path, std::move(package));
    }
    found_.packages.clear();
  }

  TarReader& tar_;
  std::string_view name_;
  const ReadOptions& options_;
  LayerContent& layer_;
  inventory::Inventory inventory_;
  inventory::Found found_;
  std::size_t text_bytes_ = 0;
  struct HardLink {
    std::string path;
    std::string target;
    std::uint64_t number; ///< of the entry, from 1
  };
  std::vector<HardLink> hard_links_;
  std::set<std::string, std::less<>> links_;
};

bool looks_like_tar(std::string_view first) {
  const bool zeros = first.size() >= 512 && first.find_first_not_of('\0') == std::string_view::npos;
  return zeros
         || (first.size() >= 512
             && (first.substr(257, 5) == "ustar" || first.find('\0') != std::string_view::npos));
}

} // namespace

LayerContent read_layer(host::ByteStream& blob, std::string_view name, const ReadOptions& options) {
  LayerContent layer;
  PeekStream raw(blob);
  const auto first = raw.peek(10);
  if (!first) {
    layer.error = first.error().message;
    return layer;
  }
  layer.compression = std::string(compression_of(*first));
  const auto plain = make_decompressor(layer.compression, raw);
  BoundedStream bounded(*plain, limits::layer_bytes);
  HashingStream hashed(bounded);
  const bool compressed = layer.compression != "none";
  PeekStream peeked(compressed ? static_cast<host::ByteStream&>(hashed) : bounded);
  const auto start = peeked.peek(512);
  if (!start || !looks_like_tar(*start)) {
    layer.error = start ? "is no tar archive" : start.error().message;
    return layer;
  }
  TarReader tar(peeked);
  LayerReader reader(tar, name, options, layer);
  const auto read = reader.run();
  const auto end = read ? tar.finish() : base::Result<TarEnd>(base::fail(read.error().message));
  if (!end) {
    layer.error = end.error().message;
    return layer;
  }
  if (end->data_behind) {
    layer.problems.push_back(
        {"data-behind-layer", std::string(name) + " goes on behind its end of archive"});
  }
  if (plain->trailing()) {
    layer.problems.push_back(
        {"data-behind-layer", std::string(name) + " holds other bytes behind the compressed data"});
  }
  if (compressed) {
    layer.size = hashed.size();
    layer.diff_id = "sha256:" + hashed.hex();
  }
  return layer;
}

} // namespace secaudit::image
