// SPDX-License-Identifier: Apache-2.0
#include "secrets/engine.hpp"

#include "secrets/bytes.hpp"
#include "secrets/command_flags.hpp"
#include "secrets/decoding.hpp"
#include "secrets/private_keys.hpp"
#include "secrets/urls.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

namespace secaudit::secrets {
namespace {

constexpr std::size_t blocks_at_once = 64;
constexpr std::size_t chunk_bytes = blocks_at_once * block_bytes;
/// A run that began so far before a window, or ends so far behind it, is as good as endless.
constexpr std::size_t run_margin = 64;
constexpr std::size_t run_ahead = 2048;
/// Base64 in base64, as in Kubernetes secrets; nobody wraps a secret more often.
constexpr unsigned deepest = 2;
constexpr std::size_t longest_encoded = 64 * 1024;
constexpr std::size_t shortest_encoded = 24;
constexpr std::size_t longest_stretch = 16 * 1024;
constexpr std::size_t longest_lead_in = 1024;

/// Bits where sixteen set bits in a row begin; `next` is the mask of the block behind.
std::uint64_t run_starts(std::uint64_t mask, std::uint64_t next) {
  std::uint64_t low = mask;
  std::uint64_t high = next;
  for (const unsigned step : {1U, 2U, 4U, 8U}) {
    low &= (low >> step) | (high << (64U - step));
    high &= high >> step;
  }
  return low;
}

/// The lowest `count` bits; all of them from 64 on.
std::uint64_t low_bits(std::size_t count) {
  return count >= block_bytes ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

std::size_t run_end(std::string_view text, std::size_t at, std::size_t last) {
  while (at < last && is_token(text[at])) {
    ++at;
  }
  return at;
}

bool only_blanks(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// The line before ends with as much base64 as this one begins with.
bool continues_line_before(const Piece& piece, std::size_t begin, std::size_t length) {
  std::string_view before = piece.before(begin, 512);
  const std::size_t line = before.rfind('\n');
  if (line == std::string_view::npos || !only_blanks(before.substr(line + 1))) {
    return false;
  }
  before = before.substr(0, line);
  before = before.substr(0, before.find_last_not_of(" \t\r") + 1);
  const std::string_view tail = before.substr(before.size() - std::min(before.size(), length));
  return tail.size() == length && std::all_of(tail.begin(), tail.end(), is_base64);
}

/// Base64 that goes on over lines, without their ends. Nothing when the line before belongs to it
/// as well: then it was read from there.
std::string joined_lines(const Piece& piece, std::size_t begin, std::size_t end) {
  const std::string_view text = piece.text;
  if (continues_line_before(piece, begin, std::min<std::size_t>(end - begin, 76))) {
    return {};
  }
  std::string joined(text.substr(begin, end - begin));
  std::size_t at = end;
  while (joined.size() < longest_encoded && at < text.size()
         && (text[at] == '\n' || text[at] == '\r')) {
    at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    const std::size_t stop = run_end(text, at, std::min(text.size(), at + 256));
    const std::string_view line = text.substr(at, stop - at);
    if (line.empty() || !std::all_of(line.begin(), line.end(), [](char c) {
          return is_base64(c) || c == '=';
        })) {
      break;
    }
    joined += line;
    at = stop;
  }
  return joined;
}

} // namespace

Engine::Engine(const WeakData& weak, std::size_t way)
    : classifier_(classifier(way)), assignments_(weak) {}

void Engine::scan(std::string_view text, std::size_t from, std::size_t to, FileKind kind,
                  unsigned depth, std::vector<Candidate>& found) const {
  Piece piece{text, kind, depth, found};
  std::array<BlockMasks, blocks_at_once + 1> masks;
  std::array<char, chunk_bytes + block_bytes + block_overrun> tail;
  std::size_t done = 0; // runs before this place are dealt with
  for (std::size_t base = from - std::min(from, run_margin); base < to; base += chunk_bytes) {
    const char* data = text.data() + base;
    const std::size_t left = text.size() - base;
    if (left < tail.size()) {
      tail.fill(0);
      std::memcpy(tail.data(), data, left);
      data = tail.data();
    }
    const std::size_t blocks = std::min(blocks_at_once, (left + block_bytes - 1) / block_bytes);
    classifier_.classify(data, blocks + 1, masks.data());
    for (std::size_t i = 0; i < blocks; ++i) {
      const Block block{base + i * block_bytes, masks[i], masks[i + 1]};
      done = search_block(piece, {from, to}, block, done);
    }
  }
}

std::size_t Engine::search_block(Piece& piece, Range range, const Block& block,
                                 std::size_t done) const {
  const std::size_t place = block.place;
  for (std::uint64_t hits = block.here.trigger; hits != 0; hits &= hits - 1) {
    const std::size_t at = place + static_cast<std::size_t>(std::countr_zero(hits));
    if (at >= range.from && at < range.to) {
      trigger(piece, at);
    }
  }
  const std::uint64_t runs = run_starts(block.here.token, block.next.token);
  if (runs == 0 && done <= place) {
    return done; // so it is with most of a text
  }
  const std::uint64_t word = block.here.word;
  const std::uint64_t before = place > 0 && is_word(piece.text[place - 1]) ? 1 : 0;
  const std::uint64_t words = word & ~(word << 1U | before);
  std::uint64_t rest = ~std::uint64_t{0};
  if (done > place) {
    rest = ~low_bits(done - place);
    search_words(piece, range, block, words & ~rest, done);
  }
  for (std::uint64_t starts = runs & rest; starts != 0; starts &= rest) {
    const auto bit = static_cast<std::size_t>(std::countr_zero(starts));
    const std::size_t begin = place + bit;
    done = end_of_run(piece.text, block, bit, range.to + run_ahead);
    rest = ~low_bits(done - place);
    if (begin >= range.from && begin < range.to) {
      begin_run(piece, block, begin, done);
    }
    const std::uint64_t own = ~low_bits(bit) & ~rest;
    search_words(piece, range, block, (words & own) | std::uint64_t{1} << bit, done);
  }
  return done;
}

/// The end of the run that begins at bit `first` of the block, as far as `last`.
std::size_t Engine::end_of_run(std::string_view text, const Block& block, std::size_t first,
                               std::size_t last) {
  // A run goes on for sixteen bytes wherever the search ends.
  last = std::min(text.size(), std::max(last, block.place + first + shortest_run));
  const std::uint64_t stop = ~block.here.token & ~low_bits(first);
  if (stop != 0) {
    return std::min(last, block.place + static_cast<std::size_t>(std::countr_zero(stop)));
  }
  const std::size_t next = block.place + block_bytes;
  if (block.next.token != ~std::uint64_t{0}) {
    return std::min(last, next + static_cast<std::size_t>(std::countr_one(block.next.token)));
  }
  return run_end(text, next + block_bytes, last);
}

void Engine::begin_run(Piece& piece, const Block& block, std::size_t begin, std::size_t end) const {
  const std::size_t bit = begin - block.place;
  const std::uint64_t digits = (block.here.digit & ~low_bits(bit) & low_bits(end - block.place))
                               | (end - block.place > block_bytes
                                      ? block.next.digit & low_bits(end - block.place - block_bytes)
                                      : 0);
  const bool goes_on = end - block.place > 2 * block_bytes;
  search_run(tokens_, piece, {begin, end}, digits != 0 || goes_on);
  if (piece.depth < deepest && end - begin >= shortest_encoded) {
    decode_run(piece, begin, end);
  }
}

void Engine::search_words(Piece& piece, Range range, const Block& block, std::uint64_t starts,
                          std::size_t end) const {
  for (; starts != 0; starts &= starts - 1) {
    const auto bit = static_cast<unsigned>(std::countr_zero(starts));
    const std::size_t at = block.place + bit;
    if (at < range.from || at >= range.to) {
      continue;
    }
    Ahead ahead{block.here.word >> bit, block.here.digit >> bit};
    if (bit > 0) {
      ahead.word |= block.next.word << (block_bytes - bit);
      ahead.digit |= block.next.digit << (block_bytes - bit);
    }
    search_word(tokens_, piece, at, end, ahead, false);
  }
}

void Engine::trigger(Piece& piece, std::size_t at) const {
  switch (trigger_at(piece.text, at)) {
  case Trigger::name:
    assignments_.search(piece, at);
    break;
  case Trigger::auth:
    assignments_.search_auth(piece, at);
    break;
  case Trigger::url:
    search_url(piece, at, assignments_.weak());
    break;
  case Trigger::pem:
    search_private_key(piece, at);
    break;
  case Trigger::flag:
    search_command_flag(piece, at, assignments_.weak());
    break;
  case Trigger::percent:
    if (piece.depth < deepest) {
      decode_percent_stretch(piece, at);
    }
    break;
  case Trigger::none:
    break;
  }
}

void Engine::decode_run(Piece& piece, std::size_t begin, std::size_t end) const {
  std::string_view run = piece.text.substr(begin, end - begin);
  const std::size_t padding = run.find_last_not_of('=');
  const std::size_t equals = padding == std::string_view::npos ? padding : run.rfind('=', padding);
  const std::size_t skip = equals == std::string_view::npos ? 0 : equals + 1;
  run.remove_prefix(skip);
  run = run.substr(0, longest_encoded);
  if (starts_as_text_hex(run)) {
    if (const auto decoded = decode_hex(run.substr(0, run.size() / 2 * 2));
        decoded && is_mostly_text(*decoded)) {
      scan_decoded(piece, *decoded, begin + skip, begin + skip + run.size());
      return;
    }
  }
  if (!starts_as_text_base64(run)) {
    return;
  }
  std::size_t digits = 0;
  while (digits < run.size() && base64_digit(run[digits]) >= 0) {
    ++digits;
  }
  std::string encoded(run.substr(0, digits));
  if (skip == 0 && digits == run.size()) {
    encoded = joined_lines(piece, begin, end);
  }
  const auto decoded = decode_base64(encoded);
  if (decoded && decoded->size() >= 12 && is_mostly_text(*decoded)) {
    scan_decoded(piece, *decoded, begin + skip, begin + skip + digits);
  }
}

void Engine::decode_percent_stretch(Piece& piece, std::size_t at) const {
  constexpr std::string_view ends = " \t\r\n\"'<>`";
  const std::size_t least = at - std::min(at, longest_lead_in);
  std::size_t begin = at;
  while (begin > least && ends.find(piece.text[begin - 1]) == std::string_view::npos) {
    --begin;
    if (piece.text[begin] == '%' && trigger_at(piece.text, begin) == Trigger::percent) {
      return; // decoded from there
    }
  }
  std::string_view stretch = piece.text.substr(begin, longest_stretch);
  stretch = stretch.substr(0, stretch.find_first_of(ends));
  const std::string decoded = decode_percent(stretch);
  if (is_mostly_text(decoded)) {
    scan_decoded(piece, decoded, begin, begin + stretch.size());
  }
}

void Engine::scan_decoded(Piece& piece, const std::string& decoded, std::size_t begin,
                          std::size_t end) const {
  std::vector<Candidate> inside;
  scan(decoded, 0, decoded.size(), FileKind::plain, piece.depth + 1, inside);
  const double stretch = static_cast<double>(end - begin) / static_cast<double>(decoded.size());
  for (Candidate& match : inside) {
    // Kept for what it is: the text of the secret is the decoded one.
    if (match.secret.empty()) {
      match.secret = decoded.substr(match.begin, match.end - match.begin);
    }
    match.begin = begin + static_cast<std::size_t>(static_cast<double>(match.begin) * stretch);
    match.end = std::min(
        end, begin + static_cast<std::size_t>(static_cast<double>(match.end) * stretch + 1));
    match.reason +=
        match.reason.empty() ? "written in an encoded form" : ", written in an encoded form";
    piece.found.push_back(std::move(match));
  }
}

} // namespace secaudit::secrets
