// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::compose {

/// Standard base64 with padding; line breaks are skipped. Nothing when the text is anything else.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace secaudit::project::compose
