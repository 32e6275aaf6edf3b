// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace secaudit::project::proxy {

/// Takes a dotted key, its value as text (arrays joined by commas) and the place of the value.
using TomlSink =
    std::function<void(const std::string& key, std::string value, const model::Span& span)>;

/// Reads TOML 1.0 as dotted keys: tables, arrays of tables (the same key again), inline tables,
/// strings of all four kinds, arrays over several lines. A table's own
/// name comes with an empty value. A line that cannot be read is skipped;
/// false when there was one.
bool flatten_toml(std::string_view text, const model::FileName& file, const TomlSink& sink);

} // namespace secaudit::project::proxy
