// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::plugin {

/// Remembers between pushes which blobs hold no secret. What is remembered holds for one set of
/// rules: any change of them, or of the formats that the project adds, begins anew.
class CleanBlobs {
 public:
  /// `rules` names the rule set, see rule_set_id().
  explicit CleanBlobs(std::string rules) : rules_(std::move(rules)) {}

  /// Reads what an earlier run wrote; a file that is damaged or of other rules counts as empty.
  void load(std::string_view text);
  /// The file for the next run; the newest entries when there are too many.
  std::string text() const;

  bool contains(const std::string& blob, const std::string& kind) const;
  void add(const std::string& blob, const std::string& kind);
  /// Whether something was added since load().
  bool changed() const { return changed_; }

 private:
  using Key = std::array<char, 16>;
  static Key key(const std::string& blob, const std::string& kind);

  std::string rules_;
  std::vector<Key> order_; ///< oldest first
  std::set<Key> keys_;
  bool changed_ = false;
};

/// A digest over everything in the program that decides what is a secret.
std::string_view rule_set_id();

} // namespace secaudit::plugin
