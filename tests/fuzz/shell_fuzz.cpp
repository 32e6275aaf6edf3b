// SPDX-License-Identifier: Apache-2.0
// The reader of shell texts: words, wrappers and nested scripts of what RUN and CMD hold.
#include "model/dockerfile.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace shell = secaudit::project::dockerfile::shell;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const shell::Values values = [](std::string_view name) -> std::optional<std::string> {
    return name == "A" ? std::optional<std::string>("one two") : std::nullopt;
  };
  for (const auto& command : shell::read_text(text, values)) {
    if (command.depth < 0 || (command.words.empty() && !command.name.empty())) {
      std::abort();
    }
  }
  shell::read_argv(std::vector<std::string>{"sh", "-c", text}, values);
  return 0;
}
