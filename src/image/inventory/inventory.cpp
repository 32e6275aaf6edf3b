// SPDX-License-Identifier: Apache-2.0
#include "image/inventory/inventory.hpp"

#include "base/text.hpp"
#include "image/inventory/binary.hpp"
#include "image/inventory/rpm_header.hpp"
#include "image/limits.hpp"
#include "model/purl.hpp"

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
             && !path.ends_with(".preinst") && !path.ends_with(".list"));
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

bool is_dpkg_info(std::string_view path, std::string_view ending) {
  return path.starts_with("var/lib/dpkg/info/") && path.ends_with(ending);
}

bool is_md5sums(std::string_view path) {
  return is_dpkg_info(path, ".md5sums")
         || (path.starts_with("var/lib/dpkg/status.d/") && path.ends_with(".md5sums"));
}

bool is_declared(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  return (path.starts_with("opt/bitnami/") && name.starts_with(".spdx-"))
         || path.starts_with("var/lib/db/sbom/") || name.ends_with(".spdx.json")
         || name.ends_with(".cdx.json") || name == "bom.json";
}

bool is_rpm_database(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  const bool folder = path.starts_with("var/lib/rpm/") || path.starts_with("usr/lib/sysimage/rpm/")
                      || path.starts_with("usr/share/rpm/");
  return folder
         && (name == "Packages" || name == "Packages.db" || name == "rpmdb.sqlite"
             || name == "rpmdb.sqlite-wal");
}

using List = std::vector<model::Package> (*)(std::string_view path, std::string_view content);

template <List list>
void listed(std::string_view path, std::string_view content, Found& found) {
  auto packages = list(path, content);
  std::move(packages.begin(), packages.end(), std::back_inserter(found.packages));
}

void read_apk_database(std::string_view path, std::string_view content, Found& found) {
  listed<read_apk>(path, content, found);
  read_apk_files(content, found);
}

struct Reader {
  bool (*reads)(std::string_view path);
  void (*read)(std::string_view path, std::string_view content, Found& found);
  std::size_t bytes;
};

constexpr std::array<Reader, 22> readers{{
    {is_dpkg, listed<read_dpkg>, limits::package_database_bytes},
    {[](std::string_view path) { return is_dpkg_info(path, ".list"); }, read_dpkg_list,
     limits::owned_list_bytes},
    {is_md5sums, read_md5sums, limits::owned_list_bytes},
    {[](std::string_view path) { return path == "var/lib/dpkg/diversions"; }, read_diversions,
     limits::owned_list_bytes},
    {is_apk, read_apk_database, limits::package_database_bytes},
    {is_rpm_manifest, listed<read_rpm_manifest>, limits::package_database_bytes},
    {is_bottlerocket, listed<read_bottlerocket>, limits::package_database_bytes},
    {is_pacman, listed<read_pacman>, metadata_bytes},
    {[](std::string_view path) {
       return path.starts_with("var/lib/pacman/local/") && path.ends_with("/files");
     },
     read_pacman_files, limits::owned_list_bytes},
    {is_python, listed<read_python>, metadata_bytes},
    {is_python_archive, listed<read_python_archive>, limits::package_archive_bytes},
    {is_npm, listed<read_npm>, package_json_bytes},
    {is_gemspec, listed<read_gemspec>, metadata_bytes},
    {is_r, listed<read_r>, metadata_bytes},
    {[](std::string_view path) { return path.ends_with("/composer/installed.json"); },
     read_composer, limits::package_list_bytes},
    {[](std::string_view path) { return path.ends_with(".deps.json"); }, read_dotnet_deps,
     limits::package_list_bytes},
    {[](std::string_view path) {
       return path.ends_with(".json") && base::contains(path, "conda-meta/")
              && !path.ends_with("/state");
     },
     read_conda, limits::package_list_bytes},
    {is_declared, read_declared, limits::package_list_bytes},
    {[](std::string_view path) {
       return path.ends_with("meta/snap.yaml") || path == "snap/manifest.yaml";
     },
     read_snap, metadata_bytes},
    {[](std::string_view path) {
       return path.starts_with("var/db/pkg/") && path.ends_with("/CONTENTS");
     },
     read_portage, 1},
    {[](std::string_view path) { return path == "etc/cos-package-info.json"; }, read_cos,
     limits::package_list_bytes},
    {[](std::string_view path) { return path.ends_with("/release"); }, read_jvm, metadata_bytes},
}};

const Reader* reader_of(std::string_view path) {
  const auto* found = std::find_if(readers.begin(), readers.end(),
                                   [&](const Reader& reader) { return reader.reads(path); });
  return found == readers.end() ? nullptr : found;
}

void read_rpm(std::string_view path, std::string_view content, Found& found) {
  if (is_ndb(content)) {
    read_rpm_ndb(path, content, found);
  } else if (is_berkeley_hash(content)) {
    read_rpm_berkeley(path, content, found);
  } else if (!content.empty()) {
    found.notes.push_back(std::string(path) + ": no database of rpm that is known");
  }
}

} // namespace

void Inventory::read(std::string_view path, std::uint64_t size, Blocks& content, Found& found) {
  if (const Reader* reader = reader_of(path)) {
    if (size > reader->bytes && reader->bytes >= limits::package_list_bytes) {
      found.notes.push_back(std::string(path) + ": too large to be read for packages");
    }
    return reader->read(path, text_of(content, reader->bytes), found);
  }
  if (is_rpm_database(path)) {
    if (size > limits::rpm_database_bytes) {
      found.notes.push_back(std::string(path) + ": too large to be read for packages");
      return;
    }
    std::string text = text_of(content, limits::rpm_database_bytes);
    if (path.ends_with("-wal")) {
      sqlite_log_ = std::move(text);
    } else if (is_sqlite(text)) {
      sqlite_path_ = std::string(path);
      sqlite_ = std::move(text);
    } else {
      read_rpm(path, text, found);
    }
    return;
  }
  if (is_java_archive(path)) {
    if (size > limits::java_archive_bytes) {
      found.notes.push_back(std::string(path) + ": too large to be read for packages");
      return;
    }
    return read_java(path, text_of(content, limits::java_archive_bytes), found);
  }
  if (size >= 4) {
    patterns_ = patterns_ ? std::move(patterns_) : std::make_unique<VersionPatterns>();
    read_program(path, content, *patterns_, found);
  }
}

void Inventory::finish(Found& found) {
  if (!sqlite_.empty()) {
    read_rpm_sqlite(sqlite_path_, sqlite_, sqlite_log_, found);
  }
}

void complete_purls(std::vector<model::Package>& packages, const model::OsRelease& release) {
  for (model::Package& package : packages) {
    const bool of_system = package.type == "deb" || package.type == "apk" || package.type == "rpm"
                           || package.type == "alpm";
    if (!of_system || package.found_by == model::Package::FoundBy::declared) {
      continue;
    }
    // An rpm's epoch is a qualifier, a deb's part of the version.
    const std::size_t colon = package.type == "rpm" ? package.version.find(':') : std::string::npos;
    const bool epoch = colon != std::string::npos;
    model::Purl purl{package.type, release.id == "rhel" ? "redhat" : release.id,
                     package.name, package.version.substr(epoch ? colon + 1 : 0),
                     {},           ""};
    purl.qualifiers["arch"] = package.architecture;
    purl.qualifiers["distro"] =
        release.id + (release.version_id.empty() ? "" : "-" + release.version_id);
    if (epoch) {
      purl.qualifiers["epoch"] = package.version.substr(0, colon);
    }
    package.purl = model::purl_of(std::move(purl));
  }
}

} // namespace secaudit::image::inventory
