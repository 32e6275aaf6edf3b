// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/dockerfile/located.hpp"

#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile {

/// Words split at white space with quotes and escapes respected and kept (ENV, LABEL, ARG).
std::vector<Located> quoted_words(const Located& text, char escape);

/// Words split at blanks only, nothing else respected (FROM, EXPOSE, COPY).
std::vector<Located> plain_words(const Located& text);

/// At most two parts: up to the first run of blanks, and the rest behind it.
std::vector<Located> first_word_and_rest(const Located& text);

/// Unicode white space taken off both sides.
Located trimmed(const Located& text);

struct Flags {
  std::vector<Located> flags; ///< `--name=value`, quotes and escapes taken off
  Located rest;
};
/// The words that begin with `--` at the front of an instruction's arguments; a lone `--` ends
/// them.
Flags leading_flags(const Located& text);

struct JsonWords {
  enum class Kind { strings, other_values, no_json };
  Kind kind = Kind::no_json;
  std::vector<Located> words;     ///< decoded, each byte at its place in the file
  std::vector<model::Span> spans; ///< of the literals with their quotes
};
/// A JSON array of strings that takes up the whole text. `other_values`: it is valid JSON, but not
/// all of its elements are strings.
JsonWords json_words(const Located& text);

} // namespace secaudit::project::dockerfile
