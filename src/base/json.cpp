// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace secaudit::base {
namespace {

std::string place(std::string_view text, std::size_t offset) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char c : text.substr(0, offset)) {
    line += c == '\n' ? 1 : 0;
    column = c == '\n' ? 1 : column + 1;
  }
  return fmt::format("{}:{}", line, column);
}

} // namespace

Result<boost::json::value> parse_json(std::string_view text, std::size_t max_depth) {
  boost::json::parse_options options;
  options.max_depth = max_depth;
  boost::json::parser parser({}, options);
  boost::json::error_code error;
  const std::size_t consumed = parser.write_some(text.data(), text.size(), error);
  if (error) {
    return fail(fmt::format("{}: not JSON ({})", place(text, consumed), error.message()));
  }
  const std::size_t rest = text.find_first_not_of(" \t\r\n", consumed);
  if (rest != std::string_view::npos) {
    return fail(fmt::format("{}: text behind the end of the JSON value", place(text, rest)));
  }
  return parser.release();
}

const boost::json::value* find(const boost::json::value& value, std::string_view key) {
  const boost::json::object* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(key);
}

std::string_view string_at(const boost::json::value& value, std::string_view key) {
  const boost::json::value* member = find(value, key);
  if (member == nullptr || !member->is_string()) {
    return {};
  }
  const boost::json::string& text = member->get_string();
  return {text.data(), text.size()};
}

std::string text_at(const boost::json::value& value, std::string_view key) {
  const boost::json::value* member = find(value, key);
  if (member == nullptr || member->is_object() || member->is_array() || member->is_null()) {
    return {};
  }
  return member->is_string() ? std::string(string_at(value, key)) : boost::json::serialize(*member);
}

std::optional<std::int64_t> integer_at(const boost::json::value& value, std::string_view key) {
  const boost::json::value* member = find(value, key);
  if (member == nullptr) {
    return std::nullopt;
  }
  boost::json::error_code error;
  const auto number = member->to_number<std::int64_t>(error);
  return error ? std::nullopt : std::optional(number);
}

std::optional<bool> boolean_at(const boost::json::value& value, std::string_view key) {
  const boost::json::value* member = find(value, key);
  return member == nullptr || !member->is_bool() ? std::nullopt : std::optional(member->get_bool());
}

} // namespace secaudit::base
