// SPDX-License-Identifier: Apache-2.0
// Members of JSON that are not there read as empty.
#pragma once

#include "base/json.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

using boost::json::value;

inline const boost::json::array& list(const value& from, std::string_view key) {
  static const boost::json::array none;
  const value* member = base::find(from, key);
  return member != nullptr && member->is_array() ? member->get_array() : none;
}

inline const boost::json::object& object(const value& from, std::string_view key) {
  static const boost::json::object none;
  const value* member = base::find(from, key);
  return member != nullptr && member->is_object() ? member->get_object() : none;
}

inline std::string_view text(const value& from, std::string_view key) {
  return base::string_at(from, key);
}

inline std::string text_of(const value& from) {
  return from.is_string() ? std::string(from.get_string()) : std::string();
}

inline std::optional<double> number(const value& from, std::string_view key) {
  const value* member = base::find(from, key);
  return member != nullptr && member->is_number() ? std::optional(member->to_number<double>())
                                                  : std::nullopt;
}

} // namespace secaudit::vulns
