// SPDX-License-Identifier: Apache-2.0
#include "secrets/tokens.hpp"

#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/shape.hpp"
#include "secrets/verify.hpp"

#include <algorithm>

namespace secaudit::secrets {
namespace {

/// Ends of words inside a run are tried so far; the end of the run itself up to `longest`.
constexpr std::size_t near_ends = 128;

bool has_prefix(const Format& format) {
  const Segment& first = segment_of(format, 0);
  return first.kind == Segment::Kind::literal && first.literal.size() >= 3;
}

bool in_context(const Format& format, const Piece& piece, std::size_t at) {
  const std::string_view before = piece.before(at, format.context_distance + 16);
  for (std::size_t i = 0; i < format.word_count; ++i) {
    if (contains_word(before, context_word(format, i))) {
      return true;
    }
  }
  return false;
}

/// A value found by a provider's name nearby and its length alone must at least look made by a
/// generator, and nothing before it may say that it is a digest.
bool is_doubtful_value(const Format& format, const Piece& piece, std::size_t at,
                       std::string_view token) {
  if (has_prefix(format)) {
    return false;
  }
  const Shape shape = shape_of(token);
  if (shape.digits == 0 || shape.digits == shape.length || shape.distinct < least_length(format) / 6
      || is_path_like(token)) {
    return true;
  }
  if (shape.uppers > 0 && shape.lowers > 0 && !looks_random(token)) {
    return true;
  }
  return speaks_of_digest(piece.line_before(at, 24));
}

struct Verdict {
  std::string_view severity;
  Confidence confidence;
  std::string_view reason;
};

Verdict judge(const Format& format, const TokenEnd& end, Proof proof, std::string_view token) {
  const bool bad = (end.has_checksum && !end.checksum_ok) || proof == Proof::invalid;
  const bool good = (end.has_checksum && end.checksum_ok) || proof == Proof::valid;
  if (bad) {
    return {"low", Confidence::strong, "its checksum does not hold: malformed, or an example"};
  }
  if (says_example(token)) {
    return {"low", Confidence::strong, "it says of itself that it is an example"};
  }
  if (good) {
    return {format.severity, Confidence::certain, "its checksum holds"};
  }
  return {format.severity, format.needs_context() ? Confidence::likely : Confidence::strong, {}};
}

void try_format(const Format& format, Piece& piece, std::size_t at, bool glued) {
  const auto end = match_format(format, piece.text, at, glued);
  if (!end) {
    return;
  }
  const std::string_view token = piece.text.substr(at, end->end - at);
  const std::size_t prefix = has_prefix(format) ? segment_of(format, 0).literal.size() : 0;
  if (looks_made_up(token.substr(prefix)) && token.size() > prefix) {
    return;
  }
  if (format.needs_context()
      && (!in_context(format, piece, at) || is_doubtful_value(format, piece, at, token))) {
    return;
  }
  const Proof proof = verify_token(format.verify, token);
  // Without a prefix the shape alone says nothing: only a structure that holds counts.
  if (!has_prefix(format) && format.verify != Verify::none && proof == Proof::invalid
      && (!format.needs_context() || format.verify == Verify::numbered_base64)) {
    if (format.verify == Verify::numbered_base64 || format.verify == Verify::digits_first) {
      return;
    }
  }
  const Verdict verdict = judge(format, *end, proof, token);
  piece.add(format.id, format.title, verdict.severity, at, end->end, verdict.confidence,
            verdict.reason);
}

} // namespace

TokenIndex::TokenIndex() {
  for (const Format* format = formats_begin(); format != formats_end(); ++format) {
    if (has_prefix(*format)) {
      const std::size_t at = slot(segment_of(*format, 0).literal);
      map_.set(at);
      buckets_[at % buckets_.size()].push_back(format);
      continue;
    }
    const std::size_t most = std::min(most_length(*format), longest);
    for (std::size_t length = least_length(*format); length <= most; ++length) {
      lengths_[length].push_back(format);
      known_lengths_.set(length);
    }
  }
  for (std::size_t length = 0; length <= near_ends; ++length) {
    if (known_lengths_.test(length)) {
      near_lengths_.push_back(length);
    }
  }
}

std::size_t TokenIndex::slot(std::string_view three) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(three[i]));
  };
  return (((byte(0) << 16U) | (byte(1) << 8U) | byte(2)) * 0x9E3779B1U) >> 16U;
}

bool TokenIndex::begins_like_one(std::string_view value) const {
  if (value.size() < 4) {
    return false;
  }
  const std::size_t place = slot(value.substr(0, 3));
  return map_.test(place)
         && std::any_of(buckets_[place % buckets_.size()].begin(),
                        buckets_[place % buckets_.size()].end(), [&](const Format* format) {
                          return value.starts_with(segment_of(*format, 0).literal);
                        });
}

void TokenIndex::by_length(Piece& piece, std::size_t at, std::size_t end, bool glued) const {
  // No format without a prefix is of letters only; nearly all words are.
  const std::string_view word = piece.text.substr(at, end - at);
  if (std::none_of(word.begin(), word.end(), is_digit)) {
    return;
  }
  for (const Format* format : lengths_[end - at]) {
    try_format(*format, piece, at, glued);
  }
}

void TokenIndex::search_prefix(Piece& piece, std::size_t at, bool glued) const {
  const std::string_view text = piece.text;
  if (at + 3 > text.size()) {
    return;
  }
  const std::size_t place = slot(text.substr(at, 3));
  if (!map_.test(place)) {
    return;
  }
  for (const Format* format : buckets_[place % buckets_.size()]) {
    if (text.substr(at).starts_with(segment_of(*format, 0).literal)) {
      try_format(*format, piece, at, glued);
    }
  }
}

void TokenIndex::search(Piece& piece, std::size_t at, std::size_t run_end, bool glued) const {
  search_prefix(piece, at, glued);
  for (const std::size_t length : near_lengths_) {
    if (at + length >= run_end) {
      break;
    }
    if (!is_word(piece.text[at + length])) {
      by_length(piece, at, at + length, glued);
    }
  }
  if (run_end > at && run_end - at <= longest && known_lengths_.test(run_end - at)) {
    by_length(piece, at, run_end, glued);
  }
}

} // namespace secaudit::secrets
