// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::image {

/// The engine reports an error that comes after the first byte as a JSON object in the middle of
/// the archive, and `docker save` still ends with 0 (docker.md B4). The sentence about it; nothing
/// when the text is none.
std::optional<std::string> engine_error(std::string_view text);

} // namespace secaudit::image
