// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// How sure it is that a match is a secret; of matches that overlap the surer one is kept.
enum class Confidence : std::uint8_t {
  possible, ///< a word that speaks of a secret near a value that looks random
  likely,   ///< assigned to a name that speaks of a secret, or of a provider
  strong,   ///< the format leaves little room for chance
  certain,  ///< a checksum or a structure inside the secret holds
};

/// A secret in a stretch of bytes.
struct Match {
  std::string format; ///< id of the format
  std::string title;
  std::string severity; ///< critical, high, medium, low
  std::string masked;
  std::size_t begin = 0; ///< byte offsets of the secret in the text
  std::size_t end = 0;
  Confidence confidence = Confidence::strong;
  std::string reason; ///< why it is as severe as it is; empty when there is nothing to add
  /// Equal for equal secrets of one Scanner, different for different ones; tells nothing about the
  /// secret outside of this run.
  std::uint64_t group = 0;
};

/// A format of the user's own: a regular expression in RE2's syntax (linear time, whatever the
/// text). Its first group is the secret; without a group the whole match is.
struct CustomFormat {
  std::string id;
  std::string title;
  std::string severity;
  std::string pattern;
};

/// Why the format cannot be used: nothing when it can. A pattern that matches nothing at all is
/// refused as well.
std::optional<std::string> fault_of(const CustomFormat& format);

/// Finds secrets by their formats. Built once (it compiles the tables), used for many files, from
/// several threads.
class Scanner {
 public:
  Scanner();
  /// Formats with a fault are left out.
  explicit Scanner(const std::vector<CustomFormat>& formats);
  ~Scanner();
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  /// The secrets in a whole text, in the order of their places, none inside another; `path` decides
  /// what kind of file it is (.env files have their values judged; tests and examples are judged
  /// milder).
  std::vector<Match> scan(std::string_view path, std::string_view text) const;

 private:
  friend class FileScan;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Scans a file that arrives in pieces, with memory for one window however long it is. The result
/// is the same for any division into pieces.
class FileScan {
 public:
  FileScan(const Scanner& scanner, std::string path);
  ~FileScan();
  FileScan(FileScan&&) noexcept;
  FileScan& operator=(FileScan&&) noexcept;

  void feed(std::string_view bytes);
  /// The matches with offsets in the whole file. To be called once, at the end.
  std::vector<Match> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
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
