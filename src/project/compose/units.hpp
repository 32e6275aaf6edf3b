// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::compose {

/// A size such as "1.5g", "64 mb" or "1024" in bytes (units of 1024).
std::optional<std::int64_t> parse_bytes(std::string_view text);

/// A duration such as "1m30s" or "1d12h" in nanoseconds; a bare number is none.
std::optional<std::int64_t> parse_duration(std::string_view text);

/// Nanoseconds as Compose prints them: "1m30s", "1.5s".
std::string duration_text(std::int64_t nanoseconds);

} // namespace secaudit::project::compose
