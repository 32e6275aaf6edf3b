// SPDX-License-Identifier: Apache-2.0
#include "secrets/runs.hpp"

#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/decoding.hpp"
#include "secrets/private_keys.hpp"
#include "secrets/shape.hpp"
#include "secrets/verify.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_generic = 256;
constexpr std::size_t generic_context = 56;
constexpr std::size_t longest_jwt = 16 * 1024;
constexpr std::size_t shortest_walk = 4;

/// Four characters go along the alphabet, whatever their case.
bool walks(std::string_view end) {
  const int first = lower_of(end[1]) - lower_of(end[0]);
  const int second = lower_of(end[2]) - lower_of(end[1]);
  const int third = lower_of(end[3]) - lower_of(end[2]);
  return first == second && second == third && first >= -1 && first <= 1;
}

bool is_escape_letter(char c) {
  return c == 'n' || c == 'r' || c == 't' || c == 'b' || c == 'f' || c == '0';
}

/// Length of what belongs to an escape sequence at the start of a run: `\n`, `\u003d`, `\x3d`,
/// `%3D`.
std::size_t escape_length(std::string_view text, std::size_t at) {
  if (at == 0) {
    return 0;
  }
  const char before = text[at - 1];
  const auto hex_digits = [&](std::size_t from, std::size_t count) {
    for (std::size_t i = from; i < from + count; ++i) {
      if (i >= text.size() || !is_hex(text[i])) {
        return false;
      }
    }
    return true;
  };
  if (before == '%') {
    return hex_digits(at, 2) ? 2 : 0;
  }
  if (before != '\\') {
    return 0;
  }
  if (text[at] == 'u') {
    return hex_digits(at + 1, 4) ? 5 : 0;
  }
  if (text[at] == 'x') {
    return hex_digits(at + 1, 2) ? 3 : 0;
  }
  return is_escape_letter(text[at]) ? 1 : 0;
}

/// What goes along the alphabet, begun anew or not, is a token that somebody made up.
bool ends_in_walk(std::string_view run) {
  return walks(run.substr(run.size() - shortest_walk))
         || walks(run.substr(run.size() - 2 * shortest_walk));
}

void jwt(Piece& piece, std::size_t at) {
  std::size_t end = at;
  std::size_t dots = 0;
  const std::size_t last = std::min(piece.text.size(), at + longest_jwt);
  while (end < last
         && (is_word(piece.text[end]) || piece.text[end] == '-' || piece.text[end] == '.')) {
    dots += piece.text[end] == '.' ? 1U : 0U;
    ++end;
  }
  while (end > at && piece.text[end - 1] == '.') {
    --end;
    --dots;
  }
  std::string payload;
  const std::string_view token = piece.text.substr(at, end - at);
  if (dots != 2 || !is_signed_jwt(token, payload)) {
    return;
  }
  const bool service_account = base::contains(payload, "kubernetes/serviceaccount")
                               || base::contains(payload, "system:serviceaccount:");
  const bool service_role = base::contains(payload, "service_role");
  piece.add(service_account ? "jwt-k8s-sa" : "jwt",
            service_account ? "Kubernetes service account token" : "JSON web token",
            service_account ? "critical"
            : service_role  ? "high"
                            : "medium",
            at, end, Confidence::certain, "a signed token");
}

/// `"d":"…"` of a JSON web key.
void json_web_key(Piece& piece, const Run& run) {
  const std::string_view before = piece.before(run.begin, 8);
  if (!before.ends_with('"') || run.end - run.begin < 40) {
    return;
  }
  const std::string_view around =
      piece.text.substr(run.begin - std::min<std::size_t>(run.begin, 512), 1024);
  if ((before.ends_with("\"d\":\"") || before.ends_with("\"d\": \""))
      && base::contains(around, "\"kty\"")) {
    piece.add("jwk-private", "Private JSON web key", "critical", run.begin, run.end,
              Confidence::strong);
  }
}

/// `Authorization: Bearer …` and `Basic …`.
void authorization(Piece& piece, const Run& run) {
  const std::string_view before = piece.before(run.begin, 8);
  // The cheapest question first: this is asked for every run.
  if (before.size() < 6 || before.back() != ' ') {
    return;
  }
  const char last = lower_of(before[before.size() - 2]);
  if (last != 'r' && last != 'c') {
    return;
  }
  const std::string_view value =
      piece.text.substr(run.begin, std::min<std::size_t>(run.end - run.begin, 2048));
  if (contains_word(before, "bearer ")) {
    if (!looks_made_up(value) && !says_example(value) && value.size() >= 20
        && shape_of(value).digits > 0) {
      piece.add("http-bearer-header", "Bearer token", looks_random(value) ? "high" : "low",
                run.begin, run.begin + value.size(), Confidence::likely);
    }
    return;
  }
  if (!contains_word(before, "basic ")) {
    return;
  }
  const auto decoded = decode_base64(value);
  const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos || colon == 0 || !is_mostly_text(*decoded)) {
    return;
  }
  const std::string_view password = std::string_view(*decoded).substr(colon + 1);
  const bool made_up = password.size() < 3 || contains_word(password, "password")
                       || password == "pass" || says_example(password)
                       || password == decoded->substr(0, colon);
  piece.add("http-basic-header", "Login of HTTP basic authentication", made_up ? "low" : "high",
            run.begin, run.begin + value.size(), Confidence::strong);
}

/// What stands right before the value, without the signs between, ends in the word for a secret:
/// "ACCESS KEY ", `SECRET=`, "private-".
bool ends_in_secret_word(std::string_view before) {
  constexpr std::array<std::string_view, 8> words{"key",     "token", "secret", "access",
                                                  "private", "pat",   "auth",   "credential"};
  while (!before.empty() && !is_word(before.back())) {
    before.remove_suffix(1);
  }
  before = before.substr(before.size() - std::min<std::size_t>(before.size(), 12));
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return before.size() >= word.size()
           && contains_word(before.substr(before.size() - word.size()), word);
  });
}

/// Letters and digits, not a word of a language and not one of program text.
bool is_mixed(const Shape& shape) {
  return shape.digits > 0 && shape.others == 0 && shape.distinct >= 8 && shape.changes >= 3
         && (shape.uppers == 0 || shape.lowers == 0);
}

/// `coda-token-1f0c…`: the part behind the last dash, or the UUID at the end, of a run whose front
/// speaks of a secret.
std::size_t value_in_run(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view run = text.substr(begin, end - begin);
  if (run.size() > 36 && is_uuid(run.substr(run.size() - 36))) {
    return end - 36;
  }
  std::size_t dash = run.size();
  while (dash > 0 && run[dash - 1] != '-' && run[dash - 1] != '.') {
    --dash;
  }
  const bool long_enough = dash > 0 && run.size() - dash >= shortest_run;
  return long_enough && speaks_of_secret(run.substr(0, dash - 1)) ? begin + dash : begin;
}

/// A value that looks made by a generator, on a line that speaks of a secret before it.
void generic(const TokenIndex& tokens, Piece& piece, std::size_t begin, std::size_t end) {
  if (end - begin > longest_generic || piece.kind == FileKind::generated) {
    return;
  }
  // The cheapest questions first: this is asked for every long word.
  std::string_view value = piece.text.substr(begin, end - begin);
  const auto digits = std::count_if(value.begin(), value.end(), is_digit);
  begin = value_in_run(piece.text, begin, end);
  const std::string_view before = piece.line_before(begin, generic_context);
  if (!speaks_of_secret(before) || (digits < 3 && !ends_in_secret_word(before))) {
    return;
  }
  value = piece.text.substr(begin, end - begin);
  while (!value.empty() && (value.back() == '.' || value.back() == '-')) {
    value.remove_suffix(1);
  }
  const bool known_text = piece.kind == FileKind::settings || piece.kind == FileKind::plain;
  const bool named = known_text && value.size() >= shortest_run && ends_in_secret_word(before);
  const bool by_name = named && (looks_made_up(value) || is_mixed(shape_of(value)));
  if (digits < 3 && !by_name) {
    return;
  }
  if (!(by_name || might_be_random(value)) || speaks_of_digest(before) || names_no_secret(before)
      || is_path_like(value) || says_example(value)
      || contains_word(piece.before(begin, 400), "encrypteddata:")) {
    return;
  }
  const bool made_up = looks_made_up(value);
  const char sign = before.empty() ? ' ' : before.back();
  const bool assigned = sign == '=' || sign == ':' || sign == '"' || sign == '\'' || sign == '`'
                        || before.ends_with(": ") || before.ends_with("= ");
  if (made_up && !by_name && (!assigned || piece.kind == FileKind::source)) {
    return;
  }
  const bool quoted_or_settings = piece.kind != FileKind::source || sign == '"' || sign == '\'';
  const bool known_kind = piece.kind == FileKind::settings || piece.kind == FileKind::source;
  const bool malformed = tokens.begins_like_one(value) || value.starts_with("eyJ");
  const bool medium = assigned && quoted_or_settings && !is_uuid(value) && known_kind
                      && looks_random(value) && !malformed && !made_up;
  piece.add("generic-token", "Value that looks like a key or token", medium ? "medium" : "low",
            begin, begin + value.size(), Confidence::possible, made_up ? "it looks made up" : "");
}

/// What may stand inside a token that is no single run of token bytes.
bool is_joint(char c) {
  return c == ':' || c == '!' || c == '$' || c == ';' || c == '}' || c == '@' || c == ',';
}

void before_run(const TokenIndex& tokens, Piece& piece, const Run& run) {
  const std::string_view text = piece.text;
  if (run.begin == 0 || !is_joint(text[run.begin - 1])) {
    return;
  }
  const std::size_t least = run.begin - std::min(run.begin, longest_lead);
  for (std::size_t at = run.begin; at > least; --at) {
    const char c = text[at - 1];
    if (c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '(') {
      return;
    }
    const bool starts = at < 2 || !is_word(text[at - 2]);
    if (c == '.' || c == '$' || c == '{') {
      tokens.search_prefix(piece, at - 1, false);
    } else if (is_word(c) && starts) {
      tokens.search(piece, at - 1, run.end, ahead_of(text, at - 1), false);
    }
  }
}

std::size_t value_start(std::string_view text, const Run& run) {
  // The run holds "name=value" with the `=` of base64 padding behind it.
  std::size_t end = run.end;
  while (end > run.begin && text[end - 1] == '=') {
    --end;
  }
  const std::size_t equals = text.substr(run.begin, end - run.begin).rfind('=');
  return equals == std::string_view::npos ? run.begin : run.begin + equals + 1;
}

} // namespace

void search_word(const TokenIndex& tokens, Piece& piece, std::size_t at, std::size_t run_end,
                 Ahead ahead, bool glued) {
  const std::string_view text = piece.text;
  tokens.search(piece, at, run_end, ahead, glued);
  if (at > 0 && text[at - 1] == '.') {
    tokens.search_prefix(piece, at - 1, false);
  }
  if (text[at] == 'e' && text.substr(at, 3) == "eyJ") {
    jwt(piece, at);
  } else if (text[at] == 'P' && text.substr(at, 3) == "PuT") {
    search_putty_key(piece, at);
  }
}

void search_run(const TokenIndex& tokens, Piece& piece, const Run& run, bool has_digits) {
  const std::size_t escape = escape_length(piece.text, run.begin);
  if (escape > 0 && run.begin + escape < run.end) {
    const std::size_t at = run.begin + escape;
    search_word(tokens, piece, at, run.end, ahead_of(piece.text, at), true);
  }
  before_run(tokens, piece, run);
  json_web_key(piece, run);
  authorization(piece, run);
  if (has_digits || ends_in_walk(piece.text.substr(run.begin, run.end - run.begin))) {
    generic(tokens, piece, value_start(piece.text, run), run.end);
  }
}

} // namespace secaudit::secrets
