// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::project::dotenv {

/// The escapes of a double-quoted `.env` value: \a \b \f \n \r \t \v \" \\ and \0nnn; `\$` becomes
/// `$$`, which the expansion that follows turns into `$`. Others stay as they are.
std::string unescape(std::string_view text);

} // namespace secaudit::project::dotenv
