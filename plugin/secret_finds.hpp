// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/source.hpp"
#include "secrets/scanner.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::plugin {

/// Where a secret stands.
struct SecretPlace {
  std::string commit; ///< full id, "" outside of history
  std::string path;   ///< as shown; a secret in the name itself is masked
  model::Position begin;
  model::Position end;
};

/// One secret with all its places; the value itself is never kept.
struct FoundSecret {
  std::string format;
  std::string title;
  std::string severity;    ///< the worst of its places
  std::string masked;      ///< "" when the name of the file alone says it
  std::uint64_t group = 0; ///< that of its matches; 0 when the name of the file alone says it
  std::vector<SecretPlace> places;
};

/// What a match is in words, with why it is as severe as it is.
std::string title_of(const secrets::Match& match);

/// Gathers secrets, equal ones as one.
class SecretFinds {
 public:
  void add(const secrets::Match& match, std::string_view value, SecretPlace place);
  void add(const secrets::FileNameHit& hit, SecretPlace place);
  const std::vector<FoundSecret>& all() const { return all_; }

 private:
  FoundSecret& entry(const std::string& key, FoundSecret fresh);

  std::vector<FoundSecret> all_;
  std::map<std::string, std::size_t> index_; ///< by format and digest of the value
};

/// The file that is searched.
struct SearchedFile {
  std::string path; ///< as written; decides how it is judged
  std::string commit;
  std::uint64_t size = 0;
};

/// Searches one file after another, whose contents arrive in pieces; memory does not grow with
/// their length.
class ContentSearch {
 public:
  /// Hands over the same content once more; lines are counted only where something was found.
  using Again = std::function<base::Status(const host::Sink&)>;

  ContentSearch(const secrets::Scanner& scanner, SecretFinds& finds)
      : scanner_(scanner), finds_(finds) {}

  void begin(SearchedFile file);
  void data(std::string_view bytes);
  /// The number of secrets in it. An error when the content could not be read again.
  base::Result<std::size_t> end(const Again& again);

  /// A short text that is no file: a commit message. `shown` names it.
  std::size_t text(const std::string& shown, const std::string& commit, std::string_view content);
  /// The name of a file may hold a secret, too.
  std::size_t name(const std::string& path, const std::string& commit);

 private:
  base::Result<std::size_t> end_of_long_file(const Again& again);
  std::size_t add_all(const std::vector<secrets::Match>& matches, std::string_view content,
                      const std::string& shown, const std::string& commit);

  const secrets::Scanner& scanner_;
  SecretFinds& finds_;
  SearchedFile file_;
  std::string content_;                   ///< of a short file
  std::optional<secrets::FileScan> scan_; ///< of a long one
};

/// The path with every secret in it masked.
std::string shown_path(const secrets::Scanner& scanner, const std::string& path);

} // namespace secaudit::plugin
