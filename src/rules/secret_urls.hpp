// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::rules {

/// The password in `scheme://user:password@host`, in `Password=…;` or `password=…` of a connection
/// string, when it is written out; nothing for references (`${X}`, `$X`, `<…>`, `{{…}}`), empty and
/// starred values.
std::optional<std::string> password_in_url(std::string_view text);

/// The text with that password masked.
std::string without_password(std::string_view text);

} // namespace secaudit::rules
