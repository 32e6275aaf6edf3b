// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "secrets/piece.hpp"
#include "secrets/scanner.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// Searches for the formats that users add in `.secaudit.yaml`.
class CustomSearch {
 public:
  explicit CustomSearch(const std::vector<CustomFormat>& formats);
  ~CustomSearch();
  CustomSearch(CustomSearch&&) noexcept;
  CustomSearch& operator=(CustomSearch&&) noexcept;

  /// Appends what begins in `from` (included) to `to` (excluded).
  void scan(std::string_view text, std::size_t from, std::size_t to,
            std::vector<Candidate>& found) const;

 private:
  struct Compiled;
  std::vector<Compiled> formats_;
};

} // namespace secaudit::secrets
