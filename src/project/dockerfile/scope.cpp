// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/scope.hpp"

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

} // namespace secaudit::project::dockerfile
