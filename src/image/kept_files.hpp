// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace secaudit::image {

/// How many bytes of a file are kept for the rules; 0 for nearly all files.
std::size_t kept_text_limit(std::string_view path);

} // namespace secaudit::image
