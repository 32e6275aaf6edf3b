// SPDX-License-Identifier: Apache-2.0
#include "secrets/tokens.hpp"

#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/shape.hpp"
#include "secrets/verify.hpp"

#include <algorithm>
#include <bit>

namespace secaudit::secrets {
namespace {

/// Ends of words inside a run are tried so far; the end of the run itself up to `longest`.
constexpr std::size_t far_ends = 128;
constexpr std::size_t mask_bits = 64;
/// Of fewer characters a token is a row of x.
constexpr std::size_t least_distinct = 6;

bool has_prefix(const Format& format) {
  const Segment& first = segment_of(format, 0);
  return first.kind == Segment::Kind::literal && first.literal.size() >= 3;
}

bool in_context(const Format& format, const Piece& piece, std::size_t at) {
  const std::string_view before = piece.before(at, format.context_distance + 16);
  for (std::size_t i = 0; i < format.word_count; ++i) {
    if (names_word(before, context_word(format, i))) {
      return true;
    }
  }
  return false;
}

/// `owner/action@1f0c…`, `/apps/98fc74a8-…/`: a revision, or the name of a thing in an address.
bool is_part_of_address(const Piece& piece, std::size_t at) {
  const char before = at > 0 ? piece.text[at - 1] : ' ';
  return before == '@' || before == '/';
}

/// A value found by a provider's name nearby and its length alone must at least look made by a
/// generator, and nothing before it may say that it is a digest.
bool is_doubtful_value(const Format& format, const Piece& piece, std::size_t at,
                       std::string_view token) {
  if (has_prefix(format)) {
    return false;
  }
  if (is_part_of_address(piece, at)) {
    return true;
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

/// The literal in front belongs to this provider alone: `glpat-`, `sk_live_`, `dckr_pat_`.
bool speaks_for_itself(const Format& format) {
  const std::string_view literal = segment_of(format, 0).literal;
  return has_prefix(format) && !format.needs_context()
         && (literal.size() >= 7 || (literal.size() >= 4 && !is_letter(literal.back())));
}

/// A token that begins like those of a provider and goes on like a token, but not in the form that
/// is known: mistyped, cut off, an example, or a form that is newer than this program.
void add_malformed(const Format& format, Piece& piece, std::size_t at) {
  constexpr std::size_t longest_malformed = 400;
  const std::string_view text = piece.text;
  const std::size_t body = at + segment_of(format, 0).literal.size();
  std::size_t end = body;
  while (end < text.size() && end - body < longest_malformed
         && (is_word(text[end]) || text[end] == '-')) {
    ++end;
  }
  const std::string_view rest = text.substr(body, end - body);
  if (might_be_random(rest) && !says_example(rest)) {
    piece.add(format.id, format.title, "low", at, end, Confidence::possible,
              "it does not have the form that is known: malformed, or an example");
  }
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

void judge_token(const Format& format, Piece& piece, std::size_t at, const TokenEnd& end) {
  const std::string_view token = piece.text.substr(at, end.end - at);
  const std::size_t prefix = has_prefix(format) ? segment_of(format, 0).literal.size() : 0;
  if (looks_made_up(token.substr(prefix)) && token.size() > prefix) {
    if (speaks_for_itself(format) && shape_of(token.substr(prefix)).distinct >= least_distinct) {
      piece.add(format.id, format.title, "low", at, end.end, Confidence::possible,
                "it looks made up");
    }
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
    if (format.verify == Verify::numbered_base64
        || (format.verify == Verify::digits_first && !looks_random(token))) {
      return;
    }
  }
  const Verdict verdict = judge(format, end, proof, token);
  piece.add(format.id, format.title, verdict.severity, at, end.end, verdict.confidence,
            verdict.reason);
}

/// False when the text does not have the form of the format.
bool try_format(const Format& format, Piece& piece, std::size_t at, bool glued) {
  const auto end = match_format(format, piece.text, at, glued);
  if (!end) {
    return false;
  }
  judge_token(format, piece, at, *end);
  return true;
}

} // namespace

Ahead ahead_of(std::string_view text, std::size_t at) {
  Ahead ahead;
  for (std::size_t i = 0; i < mask_bits && at + i < text.size(); ++i) {
    ahead.word |= std::uint64_t{is_word(text[at + i])} << i;
    ahead.digit |= std::uint64_t{is_digit(text[at + i])} << i;
  }
  return ahead;
}

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
  for (std::size_t length = 0; length <= far_ends; ++length) {
    if (!known_lengths_.test(length)) {
      continue;
    }
    if (length < mask_bits) {
      near_lengths_ |= std::uint64_t{1} << length;
    } else {
      far_lengths_.push_back(length);
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
  const Segment* unfit = nullptr; // many formats are one run of the same alphabet and length
  for (const Format* format : lengths_[end - at]) {
    const Segment& first = segment_of(*format, 0);
    const bool alone = format->segment_count == 1;
    if (alone && unfit != nullptr && unfit->alphabet == first.alphabet) {
      continue;
    }
    if (!try_format(*format, piece, at, glued) && alone) {
      unfit = &first;
    }
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
  const Format* nearest = nullptr;
  bool fits = false;
  for (const Format* format : buckets_[place % buckets_.size()]) {
    const std::string_view literal = segment_of(*format, 0).literal;
    // Many words begin with the same three letters.
    const bool near = literal.size() == 3 || at + 3 >= text.size() || text[at + 3] == literal[3];
    if (near && text.substr(at).starts_with(literal)) {
      fits = try_format(*format, piece, at, glued) || fits;
      nearest = nearest == nullptr && speaks_for_itself(*format) ? format : nearest;
    }
  }
  const bool inside = at > 0 && !glued && is_word(text[at - 1]);
  if (nearest != nullptr && !fits && !inside && piece.kind != FileKind::generated) {
    add_malformed(*nearest, piece, at);
  }
}

void TokenIndex::search(Piece& piece, std::size_t at, std::size_t run_end, Ahead ahead,
                        bool glued) const {
  search_prefix(piece, at, glued);
  const std::size_t left = run_end - at;
  // No format without a prefix is of letters only; nearly all words are.
  if (ahead.digit != 0) {
    const std::uint64_t reach =
        left < mask_bits ? (std::uint64_t{2} << left) - 1 : ~std::uint64_t{0};
    for (std::uint64_t ends = ~ahead.word & near_lengths_ & reach; ends != 0; ends &= ends - 1) {
      const auto length = static_cast<std::size_t>(std::countr_zero(ends));
      if ((ahead.digit & ((std::uint64_t{1} << length) - 1)) != 0) {
        by_length(piece, at, at + length, glued);
      }
    }
  }
  if (left < mask_bits) {
    return;
  }
  for (const std::size_t length : far_lengths_) {
    if (length >= left) {
      break;
    }
    if (!is_word(piece.text[at + length])) {
      by_length(piece, at, at + length, glued);
    }
  }
  if (left <= longest && known_lengths_.test(left)) {
    by_length(piece, at, run_end, glued);
  }
}

} // namespace secaudit::secrets
