// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile {

/// `RUN --mount=…` taken apart.
struct RunMount {
  std::string type = "bind";
  std::map<std::string, std::string> fields; ///< by their long names: source, target, from, id, …
  std::optional<std::string> error;          ///< what BuildKit would refuse; nothing when fine
};

/// The comma-separated fields of a mount (RFC 4180 quoting). Values with variables are taken as
/// they are.
RunMount parse_mount(std::string_view value);

/// One record of comma-separated values.
std::vector<std::string> csv_fields(std::string_view text);

} // namespace secaudit::project::dockerfile
