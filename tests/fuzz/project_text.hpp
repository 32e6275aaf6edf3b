// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/compose/load.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "support/memory_host.hpp"

namespace secaudit::fuzz {

/// The project that an input stands for, in the folder /project: text behind a line `=== NAME` is
/// the file of that name, text before the first such line is compose.yaml.
inline support::MemoryHost project_of(std::string_view text) {
  support::MemoryHost host("/project");
  std::string name = "compose.yaml";
  std::string content;
  const auto flush = [&] {
    if (!content.empty()) {
      host.add_file("/project/" + name, content);
    }
    content.clear();
  };
  // Line by line by hand: base::lines would hide carriage returns from the reader.
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with("=== ") && line.find_first_of("\r/\0", 4, 3) == std::string_view::npos) {
      flush();
      name = line.substr(4);
    } else {
      content += std::string(line) + "\n";
    }
    at = end + 1;
  }
  flush();
  return host;
}

/// The project of an input, with all its profiles.
inline base::Result<model::Project> load(std::string_view text) {
  project::compose::LoadRequest request;
  request.profiles = {"*"};
  return project::compose::load(project_of(text), request);
}

} // namespace secaudit::fuzz
