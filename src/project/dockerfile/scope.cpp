// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/scope.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile {

std::optional<std::string> Scope::find(std::string_view name) const {
  const std::string key(name);
  if (const auto found = environment_.find(key); found != environment_.end()) {
    return found->second;
  }
  const auto found = arguments_.find(key);
  return found == arguments_.end() ? std::nullopt : std::optional(found->second);
}

bool Scope::is_environment(std::string_view name) const {
  return environment_.count(std::string(name)) > 0;
}

bool built_in_argument(std::string_view name) {
  constexpr std::array<std::string_view, 17> names{
      "BUILDPLATFORM",  "BUILDOS",          "BUILDOSVERSION",  "BUILDARCH",  "BUILDVARIANT",
      "TARGETPLATFORM", "TARGETOS",         "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT",
      "TARGETSTAGE",    "HTTP_PROXY",       "HTTPS_PROXY",     "FTP_PROXY",  "NO_PROXY",
      "ALL_PROXY",      "SOURCE_DATE_EPOCH"};
  const std::string upper = base::to_upper(name);
  return name.starts_with("BUILDKIT_")
         || std::find(names.begin(), names.end(), upper) != names.end();
}

} // namespace secaudit::project::dockerfile
