// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 6> build_folders = {"html",   "dist",   "build",
                                                           "public", "static", "www"};

/// Folders that a build fills hold no dot files.
bool is_build_folder(std::string_view root) {
  while (root.ends_with('/')) {
    root.remove_suffix(1);
  }
  const std::string_view name = root.substr(root.rfind('/') + 1);
  return std::find(build_folders.begin(), build_folders.end(), name) != build_folders.end()
         || base::contains(root, "certbot") || base::contains(root, "acme")
         || base::contains(root, "letsencrypt");
}

bool denies_dots(const model::Directive& server) {
  return std::any_of(server.block.begin(), server.block.end(), [](const model::Directive& inner) {
    return inner.name == "location" && base::contains(model::arguments_text(inner), "/\\.");
  });
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* root = model::own(level, "root");
  if (root == nullptr || level.server == nullptr || denies_dots(*level.server)) {
    return;
  }
  const std::string_view path = model::argument(*root, 0);
  if (is_build_folder(path) || base::contains(path, "$")) {
    return;
  }
  issues.push_back(about(*root, level, Severity::medium,
                         "Everything under " + std::string(path)
                             + " is served, also .env, .git and other files that begin with a dot.",
                         "Serve the folder of the built files only, and add `location ~ "
                         "/\\.(?!well-known) { deny all; }`."));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX205() {
  return {.id = "PX205",
          .name = "dot-files-served",
          .title = "Files whose name begins with a dot are served",
          .severity = Severity::medium,
          .items = {"H8", "H9"},
          .controls = {},
          .tags = {"proxy", "leaks"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
