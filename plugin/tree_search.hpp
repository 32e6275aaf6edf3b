// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/finding.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "plugin/secret_finds.hpp"

namespace secaudit::plugin {

/// Searches files and whole folders for secrets. Links inside a folder are not followed, a `.env`
/// that git ignores is where secrets belong, of `.git` only the configuration is read; pipes,
/// sockets, devices and what cannot be read become gaps.
class TreeSearch {
 public:
  TreeSearch(const host::Host& host, const secrets::Scanner& scanner, SecretFinds& finds,
             std::vector<model::Gap>& gaps)
      : host_(host), scanner_(scanner), search_(scanner, finds), gaps_(gaps) {}

  /// A file, a folder, or `-` for standard input. An error when there is nothing of that name.
  base::Status path(const std::string& path);
  /// A file of a folder whose files are known, shown by its name in there. What is no longer there
  /// is passed over.
  void listed(const std::string& root, const std::string& name);
  std::size_t files() const { return files_; }

 private:
  void folder(const std::string& path, std::size_t depth);
  void entry(const std::string& path, const host::DirectoryEntry& entry, std::size_t depth);
  void file(const std::string& path, const std::string& shown, std::uint64_t size);
  base::Status stream(host::ByteStream& from, const host::Sink& sink);
  void gap(const std::string& path, std::string why, std::string hint = {});
  void search_environment_files();

  const host::Host& host_;
  const secrets::Scanner& scanner_;
  ContentSearch search_;
  std::vector<model::Gap>& gaps_;
  std::vector<std::string> environment_files_; ///< wait until git was asked about them
  std::string root_;
  std::size_t entries_ = 0;
  std::size_t files_ = 0;
  bool full_ = false;
};

} // namespace secaudit::plugin
