// SPDX-License-Identifier: Apache-2.0
#include "secrets/format_table.hpp"

#include "secrets/bytes.hpp"
#include "secrets/checksums.hpp"

#include <iterator>

namespace secaudit::secrets {
namespace {

#include "secrets/format_tables.inc"

bool in(const Segment& segment, char c) {
  return alphabets[segment.alphabet].has(c);
}

std::size_t run_length(const Segment& segment, std::string_view text, std::size_t at) {
  std::size_t length = 0;
  while (length < segment.most && at + length < text.size() && in(segment, text[at + length])) {
    ++length;
  }
  return length;
}

bool ends_here(const Segment& last, std::string_view text, std::size_t at) {
  if (at == text.size()) {
    return true;
  }
  if (last.kind == Segment::Kind::run && in(last, text[at])) {
    return false;
  }
  return !is_word(text[at]) || !is_word(text[at - 1]);
}

/// Runs are greedy; when the next literal or checksum does not fit behind the longest run, shorter
/// ones are tried.
bool match_from(const Format& format, std::size_t index, std::string_view text, std::size_t begin,
                std::size_t at, TokenEnd& token) {
  if (index == format.segment_count) {
    token.end = at;
    return ends_here(segment_of(format, index - 1), text, at);
  }
  const Segment& segment = segment_of(format, index);
  if (segment.kind == Segment::Kind::literal) {
    return text.substr(at).starts_with(segment.literal)
           && match_from(format, index + 1, text, begin, at + segment.literal.size(), token);
  }
  if (segment.kind == Segment::Kind::checksum) {
    if (run_length(segment, text, at) < segment.least) {
      return false;
    }
    token.has_checksum = true;
    token.checksum_ok = checksum_matches(segment.checksum, text.substr(begin, at - begin),
                                         token.body, text.substr(at, segment.least));
    return match_from(format, index + 1, text, begin, at + segment.least, token);
  }
  for (std::size_t length = run_length(segment, text, at); length >= segment.least; --length) {
    token.body += length;
    if (match_from(format, index + 1, text, begin, at + length, token)) {
      return true;
    }
    token.body -= length;
    if (length == 0 || index + 1 == format.segment_count) {
      return false;
    }
  }
  return false;
}

bool continues(const Format& format, std::string_view text, std::size_t begin) {
  const char before = text[begin - 1];
  const Segment& first = segment_of(format, 0);
  return (is_word(before) && is_word(text[begin]))
         || (first.kind == Segment::Kind::run && in(first, before));
}

} // namespace

const Format* formats_begin() {
  return std::begin(formats);
}

const Format* formats_end() {
  return std::end(formats);
}

const Segment& segment_of(const Format& format, std::size_t index) {
  return segments[format.first_segment + index];
}

std::string_view context_word(const Format& format, std::size_t index) {
  return context_words[format.first_word + index];
}

std::size_t least_length(const Format& format) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < format.segment_count; ++i) {
    length += segment_of(format, i).least;
  }
  return length;
}

std::size_t most_length(const Format& format) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < format.segment_count; ++i) {
    length += segment_of(format, i).most;
  }
  return length;
}

std::optional<TokenEnd> match_format(const Format& format, std::string_view text, std::size_t begin,
                                     bool glued) {
  if (begin >= text.size() || (begin > 0 && !glued && continues(format, text, begin))) {
    return std::nullopt;
  }
  TokenEnd token;
  return match_from(format, 0, text, begin, begin, token) ? std::optional(token) : std::nullopt;
}

} // namespace secaudit::secrets
