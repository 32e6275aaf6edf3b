// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image {

/// An entry of a layer as the merge needs it.
struct LayerEntry {
  model::ImageFile file;
  bool device_zero = false; ///< character device 0:0, overlayfs' own whiteout
  bool overlay_opaque = false;
};

/// The entries of a layer in their order, packed: every layer is kept until the documents at the
/// archive's end tell whether and where it is used, and images of millions of files exist.
class EntryList {
 public:
  EntryList() = default;
  /// What chunks() and size() gave.
  EntryList(std::vector<std::string> chunks, std::uint64_t count)
      : chunks_(std::move(chunks)), count_(count) {}
  /// The packed form; each chunk stands for itself.
  const std::vector<std::string>& chunks() const { return chunks_; }

  void push_back(const LayerEntry& entry);
  std::uint64_t size() const { return count_; }

  /// Hands every entry to `visit`, which may take it apart.
  template <typename Visit>
  void each(Visit visit) const {
    std::string path;
    for (const std::string& chunk : chunks_) {
      std::string_view bytes = chunk;
      while (!bytes.empty()) {
        LayerEntry entry = unpack(bytes, path);
        visit(entry);
      }
    }
  }

 private:
  /// `path` is the one of the entry before; paths are stored as what differs from it.
  static LayerEntry unpack(std::string_view& bytes, std::string& path);

  std::vector<std::string> chunks_;
  std::string last_path_;
  std::uint64_t count_ = 0;
};

} // namespace secaudit::image
