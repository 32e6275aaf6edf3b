// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/dockerfile/shell/word.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile::shell {

/// How a program that starts another one is taken off.
struct Unwrapped {
  enum class Kind {
    none,   ///< it starts nothing, or nothing that can be seen
    argv,   ///< the words from `next` on are the command
    script, ///< the word `next` is a script for `language`
    joined, ///< the words from `next` on, joined by blanks, are a script
  };
  Kind kind = Kind::none;
  std::size_t next = 0;
  std::vector<std::size_t> assignments; ///< words NAME=value in front of the command (env, sudo)
  Language language = Language::posix;
};

/// Looks at a command's words, the program first.
Unwrapped unwrap(const std::vector<Field>& words);

} // namespace secaudit::project::dockerfile::shell
