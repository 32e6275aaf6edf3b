// SPDX-License-Identifier: Apache-2.0
#include "secrets/assignments.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "secrets/bytes.hpp"
#include "secrets/context.hpp"
#include "secrets/decoding.hpp"
#include "secrets/operators.hpp"
#include "secrets/shape.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_title = 64;

/// `password: string = "x"`, `String password = new String("x")`: what stands before the literal.
Value literal_behind(const Piece& piece, Operator op) {
  Value value = value_at(piece.text, op.end);
  if (value.quoting == Quoting::quoted || value.end == value.begin) {
    return value;
  }
  const std::string_view rest = piece.text.substr(op.end, 48);
  const std::size_t quote = rest.find_first_of("\"'\n");
  if (op.sign == Sign::colon && quote != std::string_view::npos && rest[quote] != '\n'
      && rest.substr(0, quote).find('=') != std::string_view::npos
      && rest.substr(0, quote).find_first_of("(){},;") == std::string_view::npos) {
    return value_at(piece.text, op.end + quote);
  }
  return value;
}

/// In an address, and in connection strings with pairs between semicolons, a value ends sooner.
void cut_at_separator(const Piece& piece, Name name, Value& value) {
  const char before = name.begin > 0 ? piece.text[name.begin - 1] : ' ';
  std::string_view ends;
  if (before == '?' || before == '&') {
    ends = "&# ";
  } else if (piece.kind != FileKind::source || before == ';') {
    ends = ";";
  }
  const std::size_t cut =
      piece.text.substr(value.begin, value.end - value.begin).find_first_of(ends);
  if (!ends.empty() && cut != std::string_view::npos) {
    value.end = value.begin + cut;
  }
}

bool in_connection_string(const Piece& piece, Name name) {
  const std::string_view line = piece.line_before(name.begin, 256);
  return contains_word(line, "server=") || contains_word(line, "data source=")
         || contains_word(line, "host=") || contains_word(line, "user id=")
         || contains_word(line, "uid=") || contains_word(line, "accountname=")
         || contains_word(line, "jdbc:");
}

/// `-Password value` of a command.
bool is_flag(std::string_view text, Name name) {
  return text[name.begin] == '-' && (name.begin == 0 || text[name.begin - 1] == ' ');
}

/// A name that ends in KEY and says by its other words neither whose nor what for: SHOTSTACK_KEY.
/// Too weak for more than a low finding of a value that was made for it.
bool names_some_key(std::string_view name) {
  constexpr std::array<std::string_view, 30> other{
      "PRIMARY", "FOREIGN", "PUBLIC",   "PARTITION", "SORT",    "CACHE",   "GROUP", "INDEX",
      "MAP",     "LOOKUP",  "HASH",     "UNIQUE",    "RANGE",   "OBJECT",  "HOT",   "SHORTCUT",
      "ROUTE",   "QUERY",   "PROPERTY", "FIELD",     "COLUMN",  "SITE",    "GPG",   "ID",
      "STORAGE", "CONFIG",  "SORTING",  "TITLE",     "MESSAGE", "REGISTRY"};
  const std::vector<std::string> words = model::name_words(name);
  if (words.size() < 2 || (words.back() != "KEY" && words.back() != "CREDENTIAL")) {
    return false;
  }
  return std::find(other.begin(), other.end(), words[words.size() - 2]) == other.end();
}

/// Letters and digits in one piece.
bool is_one_piece(std::string_view value) {
  const Shape shape = shape_of(value);
  const bool plain = std::all_of(value.begin(), value.end(),
                                 [](char c) { return is_word(c) || c == '-' || c == '='; });
  const bool mixed = shape.digits >= 2 && shape.uppers + shape.lowers >= 2;
  return plain && shape.length >= 8 && shape.length <= 128 && (mixed || looks_made_up(value))
         && !is_uuid(value);
}

/// The name stands where a line's own name stands: `NAME=value`, `export NAME=value`, `- NAME:
/// value`.
bool starts_line(const Piece& piece, Name name) {
  std::string_view before = base::trim(piece.line_before(name.begin, 96));
  for (const std::string_view word :
       {"export", "ENV", "ARG", "set", "-", "-e", "const", "let", "var"}) {
    if (before.ends_with(word)) {
      before = base::trim(before.substr(0, before.size() - word.size()));
    }
  }
  return before.empty() || before.back() == ',' || before.back() == '{' || before.back() == '"'
         || before.back() == '\'';
}

/// Tokens that are made anew with every request, and protect nothing afterwards.
bool is_of_a_protocol(std::string_view name) {
  constexpr std::array<std::string_view, 14> words{
      "next", "page",   "marker",  "continuation", "input_token", "output_token", "csrf",
      "xsrf", "change", "request", "lock",         "task",        "cancel",       "placeholder"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return contains_word(name, word); });
}

/// Commented defaults of configuration files are plain words.
bool in_comment(const Piece& piece, Name name) {
  const std::string_view before = base::trim(piece.line_before(name.begin, 96));
  return before.starts_with('#') || before.starts_with(';') || before.starts_with("//");
}

/// NAME=value, as environments are written.
bool is_env_name(const Piece& piece, Operator op) {
  return piece.kind == FileKind::settings && op.sign == Sign::equals;
}

/// A short password in program text: with a digit or a sign among its letters.
bool is_no_word(std::string_view text, const Value& value) {
  const Shape shape = shape_of(text.substr(value.begin, value.end - value.begin));
  return shape.length >= 6 && shape.lowers + shape.uppers >= 3 && shape.digits + shape.others > 0
         && shape.distinct >= 5;
}

/// Nothing: not told.
std::string_view severity_of(const Piece& piece, Name name, const Value& value, Worth worth,
                             Sign sign) {
  if (worth < Worth::made_up) {
    return {};
  }
  if (sign == Sign::says) {
    return piece.kind == FileKind::plain || worth == Worth::random ? "low" : "";
  }
  if (worth == Worth::made_up) {
    return piece.kind == FileKind::settings || piece.kind == FileKind::plain ? "low" : "";
  }
  const bool quoted = value.quoting == Quoting::quoted;
  if (sign == Sign::comma || sign == Sign::blank) {
    return !quoted || worth == Worth::weak ? "" : "low";
  }
  switch (piece.kind) {
  case FileKind::settings:
    return worth == Worth::weak ? (value.end - value.begin >= 6 ? "medium" : "low") : "high";
  case FileKind::source:
    if (!quoted) {
      return {};
    }
    return worth == Worth::random                                  ? "medium"
           : worth == Worth::good || is_no_word(piece.text, value) ? "low"
                                                                   : "";
  case FileKind::generated:
    return {};
  case FileKind::prose:
    return worth == Worth::random && (quoted || starts_line(piece, name)) ? "low" : "";
  case FileKind::plain:
    break;
  }
  // Nothing says what kind of text it is: notes, logs, data.
  return worth == Worth::weak && !quoted && !starts_line(piece, name) ? "" : "low";
}

std::string title_of(std::string_view named) {
  return "Value of " + std::string(named.substr(0, longest_title));
}

/// In an address or a connection string the name leaves no doubt.
std::string_view severity_in_pair(const Piece& piece, Worth worth, std::string_view otherwise) {
  switch (worth) {
  case Worth::nothing:
  case Worth::made_up:
    return otherwise;
  case Worth::placeholder:
    return piece.kind == FileKind::settings || piece.kind == FileKind::plain ? "low" : otherwise;
  case Worth::weak:
    return "low";
  case Worth::good:
  case Worth::random:
    break;
  }
  return piece.kind == FileKind::settings ? "high" : "medium";
}

} // namespace

/// A name of a secret with what stands behind it.
struct Assignments::Assigned {
  Name name;
  Operator op;
  Value value;
  bool flag = false;
};

void Assignments::search(Piece& piece, std::size_t at) const {
  const Name name = name_around(piece.text, at);
  const Operator op = operator_of(piece.text, name);
  if (op.sign == Sign::none || op.end >= piece.text.size()) {
    return;
  }
  const bool flag = is_flag(piece.text, name);
  if (op.sign == Sign::blank && !flag && piece.text[op.end] != '"' && piece.text[op.end] != '\'') {
    return;
  }
  Value value = literal_behind(piece, op);
  if (value.quoting == Quoting::bare) {
    cut_at_separator(piece, name, value);
  }
  while (value.quoting == Quoting::bare && value.end > value.begin
         && std::string_view("}])").find(piece.text[value.end - 1]) != std::string_view::npos) {
    --value.end;
  }
  if (value.end <= value.begin) {
    return;
  }
  const std::string_view named = piece.text.substr(name.begin, name.end - name.begin);
  if (const auto demand = model::demand_of(named)) {
    judge(piece, {name, op, value, flag}, *demand);
  } else if (names_some_key(named)) {
    judge_some_key(piece, {name, op, value, flag});
  }
}

void Assignments::judge_some_key(Piece& piece, const Assigned& assigned) const {
  const auto& [name, op, value, flag] = assigned;
  const std::string_view named = piece.text.substr(name.begin, name.end - name.begin);
  const std::string_view text = piece.text.substr(value.begin, value.end - value.begin);
  const bool known_kind = piece.kind == FileKind::settings || piece.kind == FileKind::plain;
  const bool direct = op.sign == Sign::equals || op.sign == Sign::colon;
  if (known_kind && direct && !flag && is_one_piece(text)
      && worth_of(*weak_, named, text) >= Worth::made_up) {
    piece.add("secret-assignment", title_of(named), "low", value.begin, value.end,
              Confidence::possible);
  }
}

void Assignments::judge(Piece& piece, const Assigned& assigned,
                        model::PasswordJudgement::Demand demand) const {
  const auto& [name, op, value, flag] = assigned;
  const std::string_view text = piece.text.substr(value.begin, value.end - value.begin);
  const std::string_view named = piece.text.substr(name.begin, name.end - name.begin);
  const char before = name.begin > 0 ? piece.text[name.begin - 1] : ' ';
  const bool address = op.sign == Sign::colon && (before == ':' || before == '/');
  const bool sealed = contains_word(piece.before(name.begin, 400), "encrypteddata:");
  const bool program_text =
      value.quoting == Quoting::bare && is_expression(text) && piece.kind != FileKind::settings;
  if (address || sealed || program_text
      || (demand == model::PasswordJudgement::Demand::token && is_of_a_protocol(named))) {
    return;
  }
  const bool pair = before == '?' || before == '&' || in_connection_string(piece, name);
  const Worth worth = worth_of(*weak_, named, text);
  // Words are passwords at most: keys and tokens are made by generators.
  if (worth == Worth::weak
      && (demand != model::PasswordJudgement::Demand::password || in_comment(piece, name))) {
    return;
  }
  std::string_view severity = severity_of(piece, name, value, worth,
                                          pair && op.sign == Sign::equals ? Sign::query : op.sign);
  if (pair && op.sign == Sign::equals && piece.kind != FileKind::generated) {
    severity = severity_in_pair(piece, worth, severity);
  }
  if (flag && op.sign == Sign::blank && worth >= Worth::good && piece.kind != FileKind::prose) {
    severity = "low";
  }
  if (is_uuid(text) && !is_env_name(piece, op)) {
    severity = severity.empty() ? severity : "low";
  }
  if (!severity.empty()) {
    const bool environment = piece.kind == FileKind::settings && op.sign == Sign::equals;
    piece.add(environment ? "env-assignment"
              : pair      ? "connection-password"
                          : "secret-assignment",
              title_of(named), severity, value.begin, value.end, Confidence::likely,
              worth == Worth::placeholder ? "it looks like a placeholder" : "");
  }
}

void Assignments::search_auth(Piece& piece, std::size_t at) const {
  constexpr std::string_view key = "\"auth\"";
  if (piece.text.substr(at, key.size()) != key) {
    return;
  }
  const Operator op = operator_of(piece.text, {at, at + key.size() - 1});
  if (op.sign != Sign::colon) {
    return;
  }
  const Value value = value_at(piece.text, op.end);
  const auto login = decode_base64(piece.text.substr(value.begin, value.end - value.begin));
  const std::size_t colon = login ? login->find(':') : std::string::npos;
  if (colon == std::string::npos || colon == 0 || colon + 1 == login->size()
      || !is_mostly_text(*login)) {
    return;
  }
  const bool made_up = says_example(*login) || weak_->is_placeholder(login->substr(colon + 1));
  piece.add("docker-config", "Registry login", made_up ? "low" : "critical", value.begin, value.end,
            Confidence::strong);
}

} // namespace secaudit::secrets
