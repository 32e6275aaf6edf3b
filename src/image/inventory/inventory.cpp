// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/inventory.hpp"

#include "base/text.hpp"
#include "image/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace secaudit::image::inventory {
namespace {

constexpr std::size_t metadata_bytes = 64 * limits::kib;
constexpr std::size_t package_json_bytes = 1 * limits::mib;

bool is_dpkg(std::string_view path) {
  return path == "var/lib/dpkg/status"
         || (path.starts_with("var/lib/dpkg/status.d/") && !path.ends_with(".md5sums")
             && !path.ends_with(".preinst"));
}

bool is_apk(std::string_view path) {
  return path == "lib/apk/db/installed" || path == "usr/lib/apk/db/installed";
}

bool is_python(std::string_view path) {
  return path.ends_with(".dist-info/METADATA") || path.ends_with(".egg-info/PKG-INFO")
         || path.ends_with("EGG-INFO/PKG-INFO") || path.ends_with(".egg-info");
}

/// node_modules/<name>/package.json and node_modules/@<scope>/<name>/package.json, not those deeper
/// inside a module.
bool is_npm(std::string_view path) {
  constexpr std::string_view file = "/package.json";
  if (!path.ends_with(file)) {
    return false;
  }
  const std::string_view folder = path.substr(0, path.size() - file.size());
  const std::size_t modules = folder.rfind("node_modules/");
  if (modules == std::string_view::npos || (modules > 0 && folder[modules - 1] != '/')) {
    return false;
  }
  const std::string_view name = folder.substr(modules + 13);
  const auto slashes = std::count(name.begin(), name.end(), '/');
  return slashes == (name.starts_with('@') ? 1 : 0);
}

} // namespace

std::size_t wanted_bytes(std::string_view path) {
  if (is_dpkg(path) || is_apk(path)) {
    return limits::package_database_bytes;
  }
  if (is_python(path)) {
    return metadata_bytes;
  }
  return is_npm(path) ? package_json_bytes : 0;
}

std::vector<model::Package> read(std::string_view path, std::string_view content) {
  if (is_dpkg(path)) {
    return read_dpkg(path, content);
  }
  if (is_apk(path)) {
    return read_apk(path, content);
  }
  return is_python(path) ? read_python(path, content) : read_npm(path, content);
}

std::string purl_encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                       || c == '.' || c == '-' || c == '_' || c == '~';
    result += plain ? std::string(1, c)
                    : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return result;
}

void complete_purls(std::vector<model::Package>& packages, const model::OsRelease& release) {
  for (model::Package& package : packages) {
    if (package.type != "deb" && package.type != "apk") {
      continue;
    }
    package.purl = fmt::format("pkg:{}/{}/{}@{}", package.type, purl_encoded(release.id),
                               purl_encoded(package.name), purl_encoded(package.version));
    const std::string arch =
        package.architecture.empty() ? "" : "arch=" + purl_encoded(package.architecture) + "&";
    package.purl += "?" + arch + "distro=" + purl_encoded(release.id + "-" + release.version_id);
  }
}

} // namespace secaudit::image::inventory
