// SPDX-License-Identifier: Apache-2.0
#include "image/kept_files.hpp"

#include "base/glob.hpp"
#include "image/limits.hpp"

#include <algorithm>
#include <array>

namespace secaudit::image {
namespace {

constexpr std::array<std::string_view, 6> names{"etc/os-release",     "usr/lib/os-release",
                                                "etc/passwd",         "etc/group",
                                                "etc/alpine-release", "etc/debian_version"};
constexpr std::array<std::string_view, 8> patterns{"etc/nginx/**",
                                                   "usr/local/openresty/nginx/conf/**",
                                                   "opt/bitnami/nginx/conf/**",
                                                   "etc/caddy/Caddyfile",
                                                   "etc/traefik/*",
                                                   "etc/haproxy/*.cfg",
                                                   "usr/local/apache2/conf/**",
                                                   "etc/apache2/**"};

} // namespace

std::size_t kept_text_limit(std::string_view path) {
  if (!path.starts_with("etc/") && !path.starts_with("usr/") && !path.starts_with("opt/")) {
    return 0;
  }
  const bool kept = std::find(names.begin(), names.end(), path) != names.end()
                    || std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
                         const std::string_view fixed = pattern.substr(0, pattern.find('*'));
                         return path.starts_with(fixed) && base::glob_match(pattern, path);
                       });
  return kept ? limits::kept_text_bytes : 0;
}

} // namespace secaudit::image
