// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image::inventory {

/// Version strings of well-known programs (data/binary-versions.json). Patterns are compiled when a
/// file of their name appears.
class VersionPatterns {
 public:
  VersionPatterns();
  ~VersionPatterns();
  VersionPatterns(const VersionPatterns&) = delete;
  VersionPatterns& operator=(const VersionPatterns&) = delete;

  struct Program;
  /// The programs whose files are called like that, in the order of the table.
  std::vector<const Program*> named(std::string_view base_name);
  /// The first version in `bytes`, or "".
  static std::string version_in(const Program& program, std::string_view bytes);
  static model::Package package_of(const Program& program, std::string_view path,
                                   const std::string& version);

 private:
  std::vector<std::unique_ptr<Program>> programs_;
};

} // namespace secaudit::image::inventory
