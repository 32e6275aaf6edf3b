// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

std::string_view without_slashes(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path;
}

bool is_system(std::string_view path) {
  constexpr std::array<std::string_view, 16> folders = {
      "/",    "/etc",  "/etc/nginx", "/root", "/home", "/var", "/usr",     "/opt",
      "/run", "/proc", "/sys",       "/dev",  "/lib",  "/mnt", "/var/log", "/var/run"};
  return std::find(folders.begin(), folders.end(), without_slashes(path)) != folders.end();
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const char* name : {"root", "alias"}) {
    const model::Directive* found = model::own(level, name);
    if (found == nullptr || !is_system(model::argument(*found, 0))
        || (level.kind == model::ProxyLevel::Kind::location
            && (model::own(level, "return") != nullptr
                || model::own(level, "internal") != nullptr))) {
      continue;
    }
    issues.push_back(about(*found, level, Severity::high,
                           "Everything under " + std::string(model::argument(*found, 0))
                               + " can be fetched: configuration, keys and passwords among it.",
                           "Serve a folder that holds the public files only, for example "
                           "/usr/share/nginx/html."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX608() {
  return {.id = "PX608",
          .name = "system-folder-served",
          .title = "A folder of the system is served",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {},
          .tags = {"proxy", "paths"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
