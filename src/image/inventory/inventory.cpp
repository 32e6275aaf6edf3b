// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/inventory.hpp"

#include "base/text.hpp"
#include "image/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace secaudit::image::inventory {
namespace {

constexpr std::size_t metadata_bytes = 64 * limits::kib;
constexpr std::size_t package_json_bytes = 1 * limits::mib;

bool is_dpkg(std::string_view path) {
  return path == "var/lib/dpkg/status" || path == "usr/lib/sysimage/dpkg/status"
         || path == "var/lib/opkg/status" || path == "usr/lib/opkg/status"
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

bool is_python_archive(std::string_view path) {
  return path.ends_with(".whl") || path.ends_with(".egg");
}

bool is_gemspec(std::string_view path) {
  return path.ends_with(".gemspec") && base::contains(path, "/specifications/");
}

bool is_r(std::string_view path) {
  return path.ends_with("/DESCRIPTION")
         && (base::contains(path, "/library/") || base::contains(path, "/site-library/"));
}

bool is_pacman(std::string_view path) {
  return path.starts_with("var/lib/pacman/local/") && path.ends_with("/desc");
}

bool is_rpm_manifest(std::string_view path) {
  return path == "var/lib/rpmmanifest/container-manifest-2";
}

bool is_bottlerocket(std::string_view path) {
  return path == "usr/share/bottlerocket/application-inventory.json";
}

struct Reader {
  bool (*reads)(std::string_view path);
  std::vector<model::Package> (*read)(std::string_view path, std::string_view content);
  std::size_t bytes;
};

constexpr std::array<Reader, 10> readers{{
    {is_dpkg, read_dpkg, limits::package_database_bytes},
    {is_apk, read_apk, limits::package_database_bytes},
    {is_rpm_manifest, read_rpm_manifest, limits::package_database_bytes},
    {is_bottlerocket, read_bottlerocket, limits::package_database_bytes},
    {is_pacman, read_pacman, metadata_bytes},
    {is_python, read_python, metadata_bytes},
    {is_python_archive, read_python_archive, limits::package_archive_bytes},
    {is_npm, read_npm, package_json_bytes},
    {is_gemspec, read_gemspec, metadata_bytes},
    {is_r, read_r, metadata_bytes},
}};

const Reader* reader_of(std::string_view path) {
  const auto* found = std::find_if(readers.begin(), readers.end(),
                                   [&](const Reader& reader) { return reader.reads(path); });
  return found == readers.end() ? nullptr : found;
}

} // namespace

std::size_t wanted_bytes(std::string_view path) {
  const Reader* reader = reader_of(path);
  return reader == nullptr ? 0 : reader->bytes;
}

std::vector<model::Package> read(std::string_view path, std::string_view content) {
  const Reader* reader = reader_of(path);
  return reader == nullptr ? std::vector<model::Package>{} : reader->read(path, content);
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
    const bool of_system = package.type == "deb" || package.type == "apk" || package.type == "rpm"
                           || package.type == "alpm";
    if (!of_system) {
      continue;
    }
    // An rpm's epoch is a qualifier, a deb's part of the version.
    const std::size_t colon = package.type == "rpm" ? package.version.find(':') : std::string::npos;
    const bool epoch = colon != std::string::npos;
    std::string qualifiers;
    if (!package.architecture.empty()) {
      qualifiers += "arch=" + purl_encoded(package.architecture) + "&";
    }
    qualifiers += "distro=" + purl_encoded(release.id);
    qualifiers += release.version_id.empty() ? "" : "-" + purl_encoded(release.version_id);
    qualifiers += epoch ? "&epoch=" + purl_encoded(package.version.substr(0, colon)) : "";
    package.purl = fmt::format(
        "pkg:{}/{}/{}@{}?{}", package.type, purl_encoded(release.id), purl_encoded(package.name),
        purl_encoded(package.version.substr(epoch ? colon + 1 : 0)), qualifiers);
  }
}

} // namespace secaudit::image::inventory
