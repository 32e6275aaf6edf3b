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

/// Finds secrets by their formats. Built once (it compiles the tables), used for many files, from
/// several threads.
class Scanner {
 public:
  Scanner();
  ~Scanner();
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  /// The secrets in a whole text, in the order of their places, none inside another; `path` decides
  /// what kind of file it is (.env files have their values judged; tests and examples are judged
  /// milder).
  std::vector<Match> scan(std::string_view path, std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Scans a file that arrives in pieces, with memory for one window however long it is. The result
/// is the same for any division into pieces.
class FileScan {
 public:
  FileScan(const Scanner& scanner, std::string path) : scanner_(scanner), path_(std::move(path)) {}

  void feed(std::string_view bytes);
  /// The matches with offsets in the whole file. To be called once, at the end.
  std::vector<Match> finish();

 private:
  void scan_window(bool last);

  const Scanner& scanner_;
  std::string path_;
  std::string window_;
  std::size_t offset_ = 0; ///< of window_ in the file
  std::vector<Match> found_;
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
