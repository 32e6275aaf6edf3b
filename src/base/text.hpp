// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::base {

/// ASCII only; bytes above 127 are left alone.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

/// Without leading and trailing ASCII white space (space, \t, \r, \n, \v, \f).
std::string_view trim(std::string_view text);

/// The parts between separators; "a,,b" gives three parts, "" gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The lines without their "\n" or "\r\n"; a final line break makes no empty last line.
std::vector<std::string_view> lines(std::string_view text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

bool contains(std::string_view text, std::string_view part);
/// ASCII case-insensitive.
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool contains_ignoring_case(std::string_view text, std::string_view part);

/// True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);

/// Number of code points; an ill-formed byte counts as one.
std::size_t code_points(std::string_view text);

/// Text that is safe for a terminal, a CI log and JSON: control characters, bidirectional
/// overrides, and bytes that are not UTF-8 appear as \xNN or \u{NNNN}. Line feeds and tabs are
/// escaped as well: the result is always one line.
std::string printable(std::string_view text);

/// Columns that a terminal needs (East Asian wide and emoji count two, combining marks none).
std::size_t display_width(std::string_view text);

/// At most `columns` wide, cut at a word where one ends in the last third, with "…" as the last
/// column when cut.
std::string truncate(std::string_view text, std::size_t columns);

/// Words wrapped to lines of at most `columns`; a longer word is left whole.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// A secret as it may be shown: its first two characters (none when shorter than 8) and its length,
/// "hu… (18 characters)".
std::string masked(std::string_view secret);

/// Levenshtein distance, bounded by `limit` (returns limit + 1 when larger). For "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

} // namespace secaudit::base
