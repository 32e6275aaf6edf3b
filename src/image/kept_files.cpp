// SPDX-License-Identifier: Apache-2.0
#include "image/kept_files.hpp"

#include "base/certificates.hpp"
#include "base/glob.hpp"
#include "base/text.hpp"
#include "image/limits.hpp"

#include <algorithm>
#include <array>

namespace secaudit::image {
namespace {

constexpr std::string_view shadow = "etc/shadow";
constexpr std::array<std::string_view, 7> names{
    "etc/os-release", "usr/lib/os-release", "etc/passwd",        "etc/group",
    shadow,           "etc/alpine-release", "etc/debian_version"};
constexpr std::array<std::string_view, 8> patterns{"etc/nginx/**",
                                                   "usr/local/openresty/nginx/conf/**",
                                                   "opt/bitnami/nginx/conf/**",
                                                   "etc/caddy/Caddyfile",
                                                   "etc/traefik/*",
                                                   "etc/haproxy/*.cfg",
                                                   "usr/local/apache2/conf/**",
                                                   "etc/apache2/**"};

constexpr std::array<std::string_view, 5> pem_endings{".pem", ".crt", ".key", ".cer", ".cert"};
// Certificates of authorities, and the test keys of libraries.
constexpr std::array<std::string_view, 4> foreign_folders{"usr/share/", "usr/lib/",
                                                          "usr/local/lib/", "usr/local/share/"};

bool is_pem(std::string_view path) {
  const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
  const auto begins = [&](std::string_view folder) { return path.starts_with(folder); };
  return std::any_of(pem_endings.begin(), pem_endings.end(), ends)
         && std::none_of(foreign_folders.begin(), foreign_folders.end(), begins)
         && !base::contains(path, "/node_modules/") && !base::contains(path, "/site-packages/")
         && !base::contains(path, "/vendor/");
}

/// What stands for a hash: its kind alone.
std::string_view kind_of_hash(std::string_view hash) {
  if (hash.empty() || hash.front() == '!' || hash.front() == '*') {
    return hash.substr(0, 1);
  }
  const std::size_t end = hash.front() == '$' ? hash.find('$', 1) : std::string_view::npos;
  return end == std::string_view::npos ? "des" : hash.substr(0, end + 1);
}

/// NAME:KIND a line.
std::string without_hashes(std::string_view text) {
  std::string kept;
  for (const std::string_view line : base::lines(text)) {
    const auto fields = base::split(line, ':');
    if (fields.size() > 1) {
      kept += std::string(fields[0]) + ":" + std::string(kind_of_hash(fields[1])) + "\n";
    }
  }
  return kept;
}

} // namespace

std::size_t kept_text_limit(std::string_view path) {
  if (is_pem(path)) {
    return limits::kept_pem_bytes;
  }
  if (!path.starts_with("etc/") && !path.starts_with("usr/") && !path.starts_with("opt/")) {
    return 0;
  }
  const bool kept = std::find(names.begin(), names.end(), path) != names.end()
                    || std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
                         const std::string_view fixed = pattern.substr(0, pattern.find('*'));
                         return path.starts_with(fixed) && base::glob_match(pattern, path);
                       });
  return kept && !path.ends_with("htpasswd") ? limits::kept_text_bytes : 0;
}

std::string kept_text(std::string_view path, std::string text) {
  if (path == shadow) {
    return without_hashes(text);
  }
  return is_pem(path) || base::contains(text, "PRIVATE KEY-----") ? base::public_parts(text)
                                                                  : std::move(text);
}

} // namespace secaudit::image
