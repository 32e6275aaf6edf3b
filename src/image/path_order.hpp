// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace secaudit::image {

/// Indexes of files in the order of their paths, in five bytes each: pieces of a few hundred
/// indexes, each in order. A tree would cost ten times as much in an image of a million files.
class PathOrder {
 public:
  explicit PathOrder(const std::vector<model::ImageFile>& files) : files_(files) {}

  struct Place {
    std::size_t piece = 0;
    std::size_t at = 0;
    bool operator==(const Place&) const = default;
  };

  Place end() const { return {pieces_.size(), 0}; }
  std::uint32_t operator[](Place place) const { return pieces_[place.piece][place.at]; }
  /// The first place whose path is not below `path`.
  Place lower_bound(std::string_view path) const;
  /// The place of exactly this path, or end().
  Place find(std::string_view path) const;
  void insert(std::uint32_t file);
  /// Takes a place out; the place that follows it.
  Place erase(Place place);
  /// All indexes in order; nothing is left behind.
  std::vector<std::uint32_t> take();

 private:
  std::string_view path(std::uint32_t file) const { return files_[file].path; }
  Place settled(Place place) const;

  const std::vector<model::ImageFile>& files_;
  std::vector<std::vector<std::uint32_t>> pieces_; ///< none is empty
};

} // namespace secaudit::image
