// SPDX-License-Identifier: Apache-2.0
#include "secrets/scanner.hpp"

#include "base/text.hpp"
#include "secrets/anchors.hpp"
#include "secrets/assignments.hpp"
#include "secrets/credentials.hpp"
#include "secrets/file_kinds.hpp"
#include "secrets/format_table.hpp"
#include "secrets/private_keys.hpp"
#include "secrets/weak_data.hpp"

#include <algorithm>
#include <set>

namespace secaudit::secrets {
namespace {

constexpr std::size_t window_bytes = 1024 * 1024;
// Longer than the longest token with its context and than a private key of 16,384 bits.
constexpr std::size_t overlap_bytes = 64 * 1024;
constexpr std::size_t least_distinct = 6;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Tokens of one repeated piece or of a run along the alphabet are made up.
bool looks_made_up(std::string_view token) {
  const std::size_t distinct = std::set<char>(token.begin(), token.end()).size();
  return token.size() >= 16 && distinct < least_distinct;
}

bool says_example(std::string_view token) {
  return base::contains_ignoring_case(token, "example")
         || base::contains_ignoring_case(token, "xxxxxx");
}

} // namespace

struct Scanner::Impl {
  std::vector<Format> formats = load_formats();
  WeakData weak;
  AnchorIndex anchors;

  // Payloads beyond the formats.
  std::size_t private_key_payload = formats.size();
  std::size_t url_payload = formats.size() + 1;

  Impl() {
    for (std::size_t i = 0; i < formats.size(); ++i) {
      const Format& format = formats[i];
      if (!format.context.empty()) {
        for (const std::string& word : format.context) {
          anchors.add(word, true, i);
        }
      } else if (format.anchor_segment < format.segments.size()) {
        anchors.add(format.segments[format.anchor_segment].literal, false, i);
      }
    }
    anchors.add("-----BEGIN ", false, private_key_payload);
    anchors.add("PuTTY-User-Key-File-", false, private_key_payload);
    anchors.add("://", false, url_payload);
  }

  void token(const Format& format, std::string_view text, std::size_t begin,
             std::vector<Match>& found) const {
    const auto end = match_format(format, text, begin);
    if (!end) {
      return;
    }
    const std::string_view secret = text.substr(begin, end->end - begin);
    if (looks_made_up(secret)) {
      return;
    }
    const bool doubtful = (end->has_checksum && !end->checksum_ok) || says_example(secret);
    found.push_back({format.id, format.title, doubtful ? "low" : format.severity,
                     base::masked(secret), begin, end->end});
  }

  /// The literal may stand behind a run of fixed length.
  void around_literal(const Format& format, std::string_view text, std::size_t at,
                      std::vector<Match>& found) const {
    std::size_t before = 0;
    for (std::size_t i = 0; i < format.anchor_segment; ++i) {
      before += format.segments[i].least;
    }
    if (at >= before) {
      token(format, text, at - before, found);
    }
  }

  /// The value stands within a short distance behind the word.
  void behind_word(const Format& format, std::string_view text, std::size_t at,
                   std::vector<Match>& found) const {
    const std::size_t last = std::min(text.size(), at + format.context_distance + 16);
    for (std::size_t begin = at + 2; begin < last; ++begin) {
      if (!is_word_character(text[begin - 1]) && text[begin - 1] != '_'
          && is_word_character(text[begin])) {
        const std::size_t count = found.size();
        token(format, text, begin, found);
        if (found.size() > count) {
          return;
        }
      }
    }
  }

  void connection_url(std::string_view text, std::size_t at, std::vector<Match>& found) const {
    std::size_t begin = at;
    while (begin > 0
           && (is_word_character(text[begin - 1]) || text[begin - 1] == '+'
               || text[begin - 1] == '-')) {
      --begin;
    }
    const std::string_view line =
        text.substr(begin, std::min<std::size_t>(512, text.size() - begin));
    const auto url = url_credential(line.substr(0, line.find_first_of("\n\r<>`")));
    if (!url || url->password.size() < 3 || weak.is_reference(url->password)
        || weak.is_placeholder(url->password)
        || url->password.find_first_of("${}%()[],;") != std::string::npos) {
      return;
    }
    const std::size_t password = text.find(url->password, at + 3 + url->user.size());
    found.push_back({"url-password", "Password in a URL", "high", base::masked(url->password),
                     password, password + url->password.size()});
  }

  void hit(std::string_view text, std::size_t at, std::size_t payload,
           std::vector<Match>& found) const {
    if (payload == private_key_payload) {
      if (auto key = match_private_key(text, at)) {
        found.push_back(std::move(*key));
      }
    } else if (payload == url_payload) {
      connection_url(text, at, found);
    } else if (!formats[payload].context.empty()) {
      behind_word(formats[payload], text, at, found);
    } else {
      around_literal(formats[payload], text, at, found);
    }
  }
};

Scanner::Scanner() : impl_(std::make_unique<Impl>()) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

namespace {

int rank(std::string_view severity) {
  constexpr std::string_view order[] = {"critical", "high", "medium", "low", "info"};
  return static_cast<int>(std::find(std::begin(order), std::end(order), severity)
                          - std::begin(order));
}

/// Keeps, of matches that overlap, the more severe one, then the longer.
std::vector<Match> without_overlaps(std::vector<Match> matches) {
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.begin != b.begin ? a.begin < b.begin : rank(a.severity) < rank(b.severity);
  });
  std::vector<Match> kept;
  for (Match& match : matches) {
    if (kept.empty() || match.begin >= kept.back().end) {
      kept.push_back(std::move(match));
    } else if (rank(match.severity) < rank(kept.back().severity)) {
      kept.back() = std::move(match);
    }
  }
  return kept;
}

} // namespace

std::vector<Match> Scanner::scan(std::string_view path, std::string_view text) const {
  std::vector<Match> found;
  impl_->anchors.search(
      text, [&](std::size_t at, std::size_t payload) { impl_->hit(text, at, payload, found); });
  if (is_env_file(path)) {
    assignments(text, impl_->weak, found);
  }
  if (is_milder_place(path)) {
    for (Match& match : found) {
      match.severity = "low";
    }
  }
  return without_overlaps(std::move(found));
}

void FileScan::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t room = window_bytes + overlap_bytes - window_.size();
    window_ += bytes.substr(0, room);
    bytes.remove_prefix(std::min(room, bytes.size()));
    if (window_.size() == window_bytes + overlap_bytes) {
      scan_window(false);
    }
  }
}

void FileScan::scan_window(bool last) {
  for (Match& match : scanner_.scan(path_, window_)) {
    // What begins in the overlap is found again, whole, in the next window.
    if (last || match.begin < window_bytes) {
      match.begin += offset_;
      match.end += offset_;
      if (found_.empty() || match.begin >= found_.back().end) {
        found_.push_back(std::move(match));
      }
    }
  }
  const std::size_t done = std::min(window_bytes, window_.size());
  window_.erase(0, done);
  offset_ += done;
}

std::vector<Match> FileScan::finish() {
  scan_window(true);
  return std::move(found_);
}

} // namespace secaudit::secrets
