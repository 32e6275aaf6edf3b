// SPDX-License-Identifier: Apache-2.0
#include "secrets/format_table.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "secrets/checksums.hpp"
#include "secrets/data.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace secaudit::secrets {
namespace {

using boost::json::value;

const boost::json::array* list_at(const value& object, std::string_view key) {
  const value* member = base::find(object, key);
  return member == nullptr ? nullptr : member->if_array();
}

Alphabet alphabet_of(std::string_view characters) {
  Alphabet set;
  for (const char c : characters) {
    set.set(static_cast<unsigned char>(c));
  }
  return set;
}

Alphabet checksum_alphabet(std::string_view kind) {
  return alphabet_of(
      kind.starts_with("crchex")
          ? std::string_view("0123456789abcdefABCDEF")
          : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"));
}

Segment read_segment(const value& part,
                     const std::map<std::string, Alphabet, std::less<>>& alphabets) {
  Segment segment;
  if (base::find(part, "lit") != nullptr) {
    segment.literal = base::text_at(part, "lit");
    return segment;
  }
  if (base::find(part, "check") != nullptr) {
    segment.kind = Segment::Kind::checksum;
    segment.checksum = base::text_at(part, "check");
    segment.alphabet = checksum_alphabet(segment.checksum);
    segment.least = segment.most =
        static_cast<std::size_t>(base::integer_at(part, "len").value_or(0));
    return segment;
  }
  segment.kind = Segment::Kind::run;
  const auto alphabet = alphabets.find(base::string_at(part, "set"));
  if (alphabet == alphabets.end()) {
    throw std::logic_error("secret-formats.json: unknown alphabet");
  }
  segment.alphabet = alphabet->second;
  segment.least = static_cast<std::size_t>(base::integer_at(part, "min").value_or(1));
  segment.most = static_cast<std::size_t>(base::integer_at(part, "max").value_or(256));
  return segment;
}

std::size_t first_literal(const std::vector<Segment>& segments) {
  const auto found = std::find_if(segments.begin(), segments.end(), [](const Segment& s) {
    return s.kind == Segment::Kind::literal;
  });
  return static_cast<std::size_t>(found - segments.begin());
}

Format read_format(const value& entry,
                   const std::map<std::string, Alphabet, std::less<>>& alphabets) {
  Format format;
  format.id = base::text_at(entry, "id");
  format.title = base::text_at(entry, "provider") + " " + base::text_at(entry, "title");
  format.severity = base::text_at(entry, "severity");
  for (const value& part : *list_at(entry, "format")) {
    format.segments.push_back(read_segment(part, alphabets));
  }
  format.anchor_segment = first_literal(format.segments);
  if (const value* context = base::find(entry, "context_required")) {
    for (const value& word : *list_at(*context, "words")) {
      format.context.push_back(
          base::to_lower(std::string_view(word.get_string().data(), word.get_string().size())));
    }
    format.context_distance =
        static_cast<std::size_t>(base::integer_at(*context, "before_within").value_or(48));
  }
  return format;
}

bool continues_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool in(const Alphabet& alphabet, char c) {
  return alphabet.test(static_cast<unsigned char>(c));
}

std::size_t run_length(const Segment& segment, std::string_view text, std::size_t at) {
  std::size_t length = 0;
  while (length < segment.most && at + length < text.size()
         && in(segment.alphabet, text[at + length])) {
    ++length;
  }
  return length;
}

/// Runs are greedy; when the next literal or checksum does not fit behind the longest run, shorter
/// ones are tried.
bool match_from(const Format& format, std::size_t index, std::string_view text, std::size_t begin,
                std::size_t at, TokenEnd& token) {
  if (index == format.segments.size()) {
    token.end = at;
    return at == text.size() || !continues_token(text[at]) || !continues_token(text[at - 1]);
  }
  const Segment& segment = format.segments[index];
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
    if (length == 0 || index + 1 == format.segments.size()) {
      return false;
    }
  }
  return false;
}

} // namespace

std::vector<Format> load_formats() {
  const auto parsed = base::parse_json(data("secret-formats.json"));
  if (!parsed) {
    throw std::logic_error("secret-formats.json: " + parsed.error().message);
  }
  std::map<std::string, Alphabet, std::less<>> alphabets;
  for (const auto& [name, characters] : base::find(*parsed, "alphabets")->as_object()) {
    alphabets.emplace(std::string(name), alphabet_of(characters.as_string().c_str()));
  }
  std::vector<Format> formats;
  for (const value& entry : *list_at(*parsed, "entries")) {
    if (list_at(entry, "format") != nullptr) {
      formats.push_back(read_format(entry, alphabets));
    }
  }
  return formats;
}

std::optional<TokenEnd> match_format(const Format& format, std::string_view text,
                                     std::size_t begin) {
  if (begin > 0 && continues_token(text[begin - 1]) && continues_token(text[begin])) {
    return std::nullopt;
  }
  TokenEnd token;
  return match_from(format, 0, text, begin, begin, token) ? std::optional(token) : std::nullopt;
}

} // namespace secaudit::secrets
