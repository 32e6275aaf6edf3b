// SPDX-License-Identifier: Apache-2.0
#include "image/path_order.hpp"

#include <algorithm>

namespace secaudit::image {
namespace {

constexpr std::size_t most_in_piece = 512;

} // namespace

PathOrder::Place PathOrder::settled(Place place) const {
  const bool past = place.piece < pieces_.size() && place.at >= pieces_[place.piece].size();
  return past ? Place{place.piece + 1, 0} : place;
}

PathOrder::Place PathOrder::lower_bound(std::string_view wanted) const {
  // The last piece that begins at or below the path holds it, if any does.
  const auto above = std::partition_point(
      pieces_.begin(), pieces_.end(),
      [&](const std::vector<std::uint32_t>& piece) { return path(piece.front()) <= wanted; });
  if (above == pieces_.begin()) {
    return pieces_.empty() ? end() : Place{};
  }
  const auto piece = above - 1;
  const auto found = std::partition_point(piece->begin(), piece->end(),
                                          [&](std::uint32_t file) { return path(file) < wanted; });
  return settled({static_cast<std::size_t>(piece - pieces_.begin()),
                  static_cast<std::size_t>(found - piece->begin())});
}

PathOrder::Place PathOrder::find(std::string_view wanted) const {
  const Place place = lower_bound(wanted);
  return place != end() && path((*this)[place]) == wanted ? place : end();
}

void PathOrder::insert(std::uint32_t file) {
  const std::string_view name = path(file);
  // Archives are mostly in order.
  const bool last = pieces_.empty() || path(pieces_.back().back()) < name;
  if (last) {
    if (pieces_.empty() || pieces_.back().size() >= most_in_piece) {
      pieces_.emplace_back().reserve(most_in_piece);
    }
    pieces_.back().push_back(file);
    return;
  }
  const auto above = std::partition_point(
      pieces_.begin(), pieces_.end(),
      [&](const std::vector<std::uint32_t>& piece) { return path(piece.front()) <= name; });
  const auto piece = above == pieces_.begin() ? above : above - 1;
  piece->insert(std::partition_point(piece->begin(), piece->end(),
                                     [&](std::uint32_t other) { return path(other) < name; }),
                file);
  if (piece->size() > most_in_piece) {
    const auto middle = piece->begin() + static_cast<std::ptrdiff_t>(piece->size() / 2);
    std::vector<std::uint32_t> upper(middle, piece->end());
    piece->erase(middle, piece->end());
    pieces_.insert(piece + 1, std::move(upper));
  }
}

PathOrder::Place PathOrder::erase(Place place) {
  auto& piece = pieces_[place.piece];
  piece.erase(piece.begin() + static_cast<std::ptrdiff_t>(place.at));
  if (piece.empty()) {
    pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(place.piece));
    return {place.piece, 0};
  }
  return settled(place);
}

std::vector<std::uint32_t> PathOrder::take() {
  std::vector<std::uint32_t> all;
  std::size_t count = 0;
  for (const auto& piece : pieces_) {
    count += piece.size();
  }
  all.reserve(count);
  for (const auto& piece : pieces_) {
    all.insert(all.end(), piece.begin(), piece.end());
  }
  pieces_ = {};
  return all;
}

} // namespace secaudit::image
