// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/limits.hpp"
#include "base/result.hpp"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::base {

/// One JSON text (RFC 8259), read with bounded depth. The error names line and column.
Result<boost::json::value> parse_json(std::string_view text,
                                      std::size_t max_depth = limits::json_depth);

/// Members of an object without exceptions: nullptr when `value` is no object or has no such
/// member.
const boost::json::value* find(const boost::json::value& value, std::string_view key);
/// The string member, or "" when it is absent or of another type.
std::string_view string_at(const boost::json::value& value, std::string_view key);
/// Like string_at, for any scalar: numbers and booleans in their JSON spelling.
std::string text_at(const boost::json::value& value, std::string_view key);
std::optional<std::int64_t> integer_at(const boost::json::value& value, std::string_view key);
std::optional<bool> boolean_at(const boost::json::value& value, std::string_view key);

} // namespace secaudit::base
