// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image::inventory {

/// A zip archive in memory, read through its central directory: only what is asked for is unpacked.
/// Whatever does not add up is left out. APPNOTE.TXT 6.3, sections 4.3 and 4.4.
class Zip {
 public:
  struct Member {
    std::string_view name;
    std::uint64_t at = 0; ///< of the local header
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    unsigned method = 0;
  };

  explicit Zip(std::string_view content);

  const std::vector<Member>& members() const { return members_; }
  /// The member's bytes as they lie in the archive when it is stored, else "".
  std::string_view stored(const Member& member) const;
  /// The unpacked member, at most `most` bytes of it; "" for methods other than store and deflate.
  std::string unpacked(const Member& member, std::size_t most) const;

 private:
  std::string_view packed(const Member& member) const;

  std::string_view content_;
  std::uint64_t prefix_ = 0; ///< bytes in front of the archive, such as a shell script
  std::vector<Member> members_;
};

} // namespace secaudit::image::inventory
