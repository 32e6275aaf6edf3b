// SPDX-License-Identifier: Apache-2.0
#include "plugin/database_path.hpp"

namespace secaudit::plugin {
namespace {

constexpr const char* in_data_folder = "/docker-secaudit/advisories.db";

std::string data_folder(const host::Host& host) {
  if (const auto xdg = host.env("XDG_DATA_HOME"); xdg && xdg->starts_with('/')) {
    return *xdg;
  }
  const std::string home = host.env("HOME").value_or("");
#if defined(_WIN32)
  return host.env("LOCALAPPDATA").value_or(host.env("USERPROFILE").value_or("."));
#elif defined(__APPLE__)
  return home.empty() ? "" : home + "/Library/Application Support";
#else
  return home.empty() ? "" : home + "/.local/share";
#endif
}

} // namespace

DatabasePath database_path(const host::Host& host, const std::string& flag) {
  if (!flag.empty()) {
    return {flag, true};
  }
  if (const auto named = host.env("SECAUDIT_DB"); named && !named->empty()) {
    return {*named, true};
  }
  const std::string folder = data_folder(host);
  return {folder.empty() ? "" : folder + in_data_folder, false};
}

} // namespace secaudit::plugin
