// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace secaudit::secrets {

/// Published credentials, placeholders and the words that carry no strength
/// (data/weak-passwords.json).
class WeakData {
 public:
  WeakData();
  ~WeakData();
  WeakData(WeakData&&) noexcept;
  WeakData& operator=(WeakData&&) noexcept;

  /// True when the value is documented as an example or default for this variable (of any image:
  /// copied values travel).
  bool is_published(std::string_view variable, std::string_view value) const;
  bool is_placeholder(std::string_view value) const;
  /// Hashes that stand for a password without being one: bcrypt, argon2, SCRAM …
  bool is_hash(std::string_view value) const;
  /// The value only says where the secret is: vault:, op://, /run/secrets/ …
  bool is_reference(std::string_view value) const;

  /// `NAME=value` settings that switch authentication off, for an image (repository path without
  /// registry and tag).
  std::vector<std::string> no_auth_settings(std::string_view image) const;
  /// True when the image starts without any authentication unless told otherwise.
  bool open_when_unset(std::string_view image) const;

  const std::vector<std::string>& vocabulary() const { return vocabulary_; }
  const std::vector<std::string>& walks() const { return walks_; }
  const std::map<char, std::string>& leet() const { return leet_; }

 private:
  struct ImageEntry {
    std::vector<std::string> images;
    std::vector<std::string> no_auth;
    std::string when_unset;
  };
  std::multimap<std::string, std::string> published_; ///< variable → value or glob
  std::vector<std::string> placeholders_;
  std::vector<std::unique_ptr<re2::RE2>> placeholder_patterns_;
  std::vector<std::string> hash_prefixes_;
  std::vector<std::string> reference_prefixes_;
  std::vector<std::string> vocabulary_;
  std::vector<std::string> walks_;
  std::map<char, std::string> leet_;
  std::vector<ImageEntry> images_;
};

} // namespace secaudit::secrets
