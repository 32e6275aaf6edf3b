// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace secaudit::secrets {

/// The files whose format is known by their name and holds secrets at known places.
class KnownFiles {
 public:
  KnownFiles();

  bool has(std::string_view path) const;
  /// Reads such a file and appends its secrets. A text that does not have the format gives nothing.
  void parse(std::string_view path, std::string_view text, std::vector<Candidate>& found) const;

 private:
  // Asked for every file of an image: most are refused by one look-up of the name.
  std::unordered_set<std::string> names_;
  std::vector<std::string_view> patterns_;
};

} // namespace secaudit::secrets
