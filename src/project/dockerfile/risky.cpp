// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/risky.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace secaudit::project::dockerfile {
namespace {

constexpr std::array<std::string_view, 11> folders{
    ".git",  ".hg",          ".svn", ".aws",        ".ssh",      ".kube",
    ".venv", "node_modules", "venv", "__pycache__", ".terraform"};

constexpr std::array<std::string_view, 34> files{".env",
                                                 ".env.*",
                                                 ".envrc",
                                                 "*.env",
                                                 "*.pem",
                                                 "*.key",
                                                 "id_rsa",
                                                 "id_dsa",
                                                 "id_ecdsa",
                                                 "id_ed25519",
                                                 "*.p12",
                                                 "*.pfx",
                                                 "*.jks",
                                                 "*.keystore",
                                                 ".npmrc",
                                                 ".pypirc",
                                                 ".netrc",
                                                 "_netrc",
                                                 ".git-credentials",
                                                 ".dockercfg",
                                                 ".htpasswd",
                                                 "terraform.tfstate*",
                                                 "*.tfvars",
                                                 "credentials*.json",
                                                 "service-account*.json",
                                                 "secrets.*",
                                                 "*.sql",
                                                 "*.dump",
                                                 "*.sqlite",
                                                 "*.sqlite3",
                                                 "compose.y*ml",
                                                 "compose.*.y*ml",
                                                 "docker-compose.y*ml",
                                                 "docker-compose.*.y*ml"};

bool template_name(std::string_view name) {
  constexpr std::array<std::string_view, 7> endings{".example", ".sample", ".template", ".dist",
                                                    ".tmpl",    ".tpl",    ".defaults"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

} // namespace

bool risky_path(std::string_view path, bool folder) {
  const std::size_t slash = path.rfind('/');
  const std::string name =
      base::to_lower(slash == std::string_view::npos ? path : path.substr(slash + 1));
  if (folder) {
    // A folder `target` is Cargo's or Maven's only where their manifest stands; it is no secret.
    return std::find(folders.begin(), folders.end(), name) != folders.end();
  }
  // Every pattern has one of these in it.
  if (name.find_first_of("._") == std::string::npos || template_name(name)) {
    return false;
  }
  return path == ".docker/config.json" || path.ends_with("/.docker/config.json")
         || std::any_of(files.begin(), files.end(),
                        [&](std::string_view pattern) { return base::glob_match(pattern, name); });
}

} // namespace secaudit::project::dockerfile
