// SPDX-License-Identifier: Apache-2.0
// The files that a proxy sees inside its container, as far as the project tells.
#pragma once

#include "host/host.hpp"
#include "model/source.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::project::proxy {

class ContainerView {
 public:
  struct File {
    std::string text;
    model::FileName name; ///< as shown to people
    int first_line = 1;   ///< of the text in that file
  };

  /// `root` is cut from the names of files for display.
  ContainerView(const host::Host& host, std::string root);

  /// Puts text at an absolute path of the container.
  void add_text(const std::string& path, File file);
  /// Puts a file or folder of this machine at an absolute path of the container; what is added
  /// later hides what was there. False when there is no such file or folder.
  bool add_path(const std::string& path, const std::string& source);
  /// Takes away what is at a path.
  void remove(const std::string& path);

  bool empty() const { return entries_.empty(); }
  std::optional<File> read(const std::string& path) const;
  /// Paths that match, sorted; wildcards stay inside a segment.
  std::vector<std::string> matches(const std::string& pattern) const;
  /// The name as shown to people of a file of this machine.
  std::string shown(const std::string& source) const;

 private:
  struct Entry {
    std::string source; ///< path on this machine, "" for text
    bool folder = false;
    File text;
  };
  bool is_file(const std::string& path) const;
  std::optional<std::string> on_machine(const std::string& path) const;
  std::vector<std::string> names_in(const std::string& folder) const;

  const host::Host& host_;
  std::string root_;
  std::map<std::string, Entry> entries_;
};

} // namespace secaudit::project::proxy
