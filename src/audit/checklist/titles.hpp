// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace secaudit::audit {

/// The title of an item C1–C12 or a row H1–H16, "" when there is none of that id.
std::string_view title_of(std::string_view item);

} // namespace secaudit::audit
