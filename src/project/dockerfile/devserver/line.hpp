// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile::devserver {

/// A command as the engine sees it: its words, which of them are not known, where it stands.
struct Line {
  std::vector<std::string> words;
  std::vector<bool> unresolved;
  model::Span span;
};

/// True for a word that begins with a dash and is more than one.
bool is_option(const std::string& word);
/// Takes the first `count` words off.
void drop(Line& line, std::size_t count);
std::optional<std::size_t> index_of(const std::vector<std::string>& words, std::string_view word);
/// Index of the first word from `from` on that is no option.
std::size_t first_operand(const std::vector<std::string>& words, std::size_t from);
/// The words as they may be shown, in one line of bounded length.
std::string shown(const std::vector<std::string>& words);

/// Takes off a program that starts another one in its own environment: poetry run, bundle exec,
/// npx, cross-env, dotenv --, …; false when the line begins with none.
bool strip_runner(Line& line);

} // namespace secaudit::project::dockerfile::devserver
