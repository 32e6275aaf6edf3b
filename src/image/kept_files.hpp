// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace secaudit::image {

/// How many bytes of a file are kept for the rules; 0 for nearly all files.
std::size_t kept_text_limit(std::string_view path);

/// What is kept of such a file, secrets taken out: of /etc/shadow the kinds of the hashes
/// ("root:$6$" a line), of PEM files what base::public_parts leaves.
std::string kept_text(std::string_view path, std::string text);

} // namespace secaudit::image
