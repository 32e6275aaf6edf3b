// SPDX-License-Identifier: Apache-2.0
#include "plugin/clean_blobs.hpp"

#include "base/digest.hpp"
#include "base/search_limits.hpp"

#include <algorithm>

namespace secaudit::plugin {
namespace {

constexpr std::string_view mark = "secaudit clean blobs 1\n";

} // namespace

CleanBlobs::Key CleanBlobs::key(const std::string& blob, const std::string& kind) {
  Key key{};
  base::sha256_hex(blob + "\n" + kind).copy(key.data(), key.size());
  return key;
}

void CleanBlobs::load(std::string_view text) {
  const std::string head = std::string(mark) + rules_ + "\n";
  if (!text.starts_with(head)) {
    return;
  }
  text.remove_prefix(head.size());
  if (text.size() % std::tuple_size_v<Key> != 0) {
    return;
  }
  for (; !text.empty(); text.remove_prefix(std::tuple_size_v<Key>)) {
    Key key{};
    text.copy(key.data(), key.size());
    if (keys_.insert(key).second) {
      order_.push_back(key);
    }
  }
}

std::string CleanBlobs::text() const {
  std::string out = std::string(mark) + rules_ + "\n";
  const std::size_t first =
      order_.size() - std::min(order_.size(), std::size_t{limits::clean_blobs});
  for (std::size_t i = first; i < order_.size(); ++i) {
    out.append(order_[i].data(), order_[i].size());
  }
  return out;
}

bool CleanBlobs::contains(const std::string& blob, const std::string& kind) const {
  return !keys_.empty() && keys_.contains(key(blob, kind));
}

void CleanBlobs::add(const std::string& blob, const std::string& kind) {
  const Key added = key(blob, kind);
  if (keys_.insert(added).second) {
    order_.push_back(added);
    changed_ = true;
  }
}

} // namespace secaudit::plugin
