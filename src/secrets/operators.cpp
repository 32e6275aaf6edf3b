// SPDX-License-Identifier: Apache-2.0
#include "secrets/operators.hpp"

#include "secrets/bytes.hpp"

namespace secaudit::secrets {
namespace {

constexpr std::size_t longest_name = 64;

bool is_name(char c) {
  return is_word(c) || c == '-' || c == '.';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
    ++at;
  }
  return at;
}

/// `name="password" value="…"` of XML.
Operator xml_value(std::string_view text, std::size_t at) {
  const std::size_t value = text.substr(at, 24).find("value=");
  return value == std::string_view::npos || value > 4 ? Operator{}
                                                      : Operator{Sign::equals, at + value + 6};
}

/// `<password name="…">`: behind the attributes of an element.
Operator behind_attributes(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, 96);
  const std::size_t end = rest.find_first_of("<>\n");
  const bool element = end != std::string_view::npos && rest[end] == '>' && rest[end - 1] != '/';
  return element ? Operator{Sign::tag, at + end + 1} : Operator{};
}

/// `password is "…"`, `password for the user "…" is "…"`.
Operator behind_verb(std::string_view text, std::size_t at) {
  std::string_view rest = text.substr(at, 64);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.starts_with("is ") && !rest.starts_with("for ")) {
    return {};
  }
  const std::size_t verb = rest.starts_with("is ") ? 0 : rest.find(" is ");
  if (verb == std::string_view::npos) {
    return {};
  }
  const std::size_t value = at + verb + (verb == 0 ? 3 : 4);
  const bool quoted = value < text.size() && (text[value] == '"' || text[value] == '\'');
  return quoted ? Operator{Sign::says, value} : Operator{};
}

/// What stands between a name and its value: quotes and brackets that close the name, then the
/// sign.
Operator operator_behind(std::string_view text, std::size_t at) {
  const std::size_t start = at;
  while (at < text.size() && at - start < 4
         && std::string_view("\"'`])\\?").find(text[at]) != std::string_view::npos) {
    ++at;
  }
  const bool closed = at > start;
  at = skip_blanks(text, at);
  const std::string_view rest = text.substr(std::min(at, text.size()), 4);
  for (const std::string_view sign : {"===", "!==", ":=", "=>", "==", "!=", "->", "||="}) {
    if (rest.starts_with(sign)) {
      return {Sign::equals, skip_blanks(text, at + sign.size())};
    }
  }
  if (rest.starts_with('=')) {
    return {Sign::equals, skip_blanks(text, at + 1)};
  }
  if (rest.starts_with(':')) {
    return {Sign::colon, skip_blanks(text, at + 1)};
  }
  if (rest.starts_with(',') && closed) {
    const bool define = text.substr(start - std::min<std::size_t>(start, 80), 80).rfind("define(")
                        != std::string_view::npos;
    return {define ? Sign::equals : Sign::comma, skip_blanks(text, at + 1)};
  }
  if (rest.starts_with('>') && !closed) {
    return {Sign::tag, at + 1};
  }
  if (!closed && at > start) {
    if (const Operator said = behind_verb(text, at); said.sign != Sign::none) {
      return said;
    }
  }
  if (closed && at > start) {
    if (const Operator found = xml_value(text, at); found.sign != Sign::none) {
      return found;
    }
  }
  return {Sign::blank, at};
}

} // namespace

Name name_around(std::string_view text, std::size_t at) {
  Name name{at, at};
  while (name.begin > 0 && at - name.begin < longest_name && is_name(text[name.begin - 1])) {
    --name.begin;
  }
  while (name.end < text.size() && name.end - at < longest_name && is_name(text[name.end])) {
    ++name.end;
  }
  return name;
}

Operator operator_of(std::string_view text, Name name) {
  const Operator op = operator_behind(text, name.end);
  const bool element = op.sign == Sign::blank && name.begin > 0 && text[name.begin - 1] == '<';
  return element ? behind_attributes(text, name.end) : op;
}

} // namespace secaudit::secrets
