// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/secret.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// A secret in a stretch of bytes.
struct Match {
  std::string format; ///< id of the format
  std::string title;
  std::string severity; ///< critical, high, medium, low
  std::string masked;
  std::size_t begin = 0; ///< byte offsets of the secret in the text
  std::size_t end = 0;
};

/// Finds secrets by their formats. Built once (it compiles the patterns), used for many files.
class Scanner {
 public:
  Scanner();
  ~Scanner();
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  /// The secrets in a whole text; `path` decides what kind of file it is (tests, examples, lock
  /// files are judged milder).
  std::vector<Match> scan(std::string_view path, std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What a file's name alone says: private keys, .env, credentials, key stores, state files. Nothing
/// for others.
struct FileNameHit {
  std::string format;
  std::string title;
  std::string severity;
};
std::optional<FileNameHit> judge_file_name(std::string_view path);

} // namespace secaudit::secrets
