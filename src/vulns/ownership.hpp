// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"

#include <set>
#include <string>
#include <utility>

namespace secaudit::vulns {

/// Which language packages of an image the distribution brought: its own advisories cover those,
/// with its own versions.
class Ownership {
 public:
  explicit Ownership(const model::Image& image);

  bool by_distribution(const model::Package& package) const;

 private:
  std::set<std::pair<std::string, std::string>> system_; ///< name, version without its revision
};

} // namespace secaudit::vulns
