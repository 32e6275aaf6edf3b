// SPDX-License-Identifier: Apache-2.0
// Which package of the operating system owns a file, in little memory: images hold a hundred
// thousand such files.
#pragma once

#include "model/image.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image::inventory {

/// A path's fingerprint. /bin, /sbin and /lib* of systems that merged them into /usr are taken for
/// the same, and a leading `/` or `./` does not count.
std::uint64_t path_key(std::string_view path);

/// Files that packages own.
class OwnedFiles {
 public:
  struct File {
    std::uint64_t key = 0;      ///< path_key
    std::uint64_t checksum = 0; ///< first half of the MD5 that its package says; 0 = none is said
    std::uint32_t owner = 0;    ///< index into names
  };

  void add(std::string_view path, const model::Package& package) { add(path, package.name, 0); }
  void add(std::string_view path, std::string_view owner, std::uint64_t checksum);

  void add_key(std::uint64_t key, std::string_view owner, std::uint64_t checksum);

  const std::vector<File>& files() const { return files_; }
  const std::string& owner(const File& file) const { return names_[file.owner]; }
  bool empty() const { return files_.empty(); }
  /// Takes over what another database said.
  void append(const OwnedFiles& other);

 private:
  std::vector<File> files_;
  std::vector<std::string> names_;
};

} // namespace secaudit::image::inventory
