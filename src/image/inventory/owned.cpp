// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/owned.hpp"

#include "image/limits.hpp"

namespace secaudit::image::inventory {

std::uint64_t path_key(std::string_view path) {
  if (path.starts_with("./")) {
    path.remove_prefix(2);
  }
  while (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  for (const std::string_view merged : {"usr/bin/", "usr/sbin/", "usr/lib"}) {
    if (path.starts_with(merged)) {
      path.remove_prefix(4);
      break;
    }
  }
  // FNV-1a: no adversary gains by a collision, it would only hide a file of their own making.
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : path) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return hash;
}

void OwnedFiles::add(std::string_view path, std::string_view owner, std::uint64_t checksum) {
  if (path.size() > 1) {
    add_key(path_key(path), owner, checksum);
  }
}

void OwnedFiles::add_key(std::uint64_t key, std::string_view owner, std::uint64_t checksum) {
  if (files_.size() >= limits::owned_files) {
    return;
  }
  if (names_.empty() || names_.back() != owner) {
    names_.emplace_back(owner);
  }
  files_.push_back({key, checksum, static_cast<std::uint32_t>(names_.size() - 1)});
}

void OwnedFiles::append(const OwnedFiles& other) {
  const auto first = static_cast<std::uint32_t>(names_.size());
  names_.insert(names_.end(), other.names_.begin(), other.names_.end());
  for (File file : other.files_) {
    file.owner += first;
    files_.push_back(file);
  }
}

} // namespace secaudit::image::inventory
