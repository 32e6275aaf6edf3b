// SPDX-License-Identifier: Apache-2.0
// Installed software, one file an ecosystem. A reader gets the content of a file that its ecosystem
// writes.
#pragma once

#include "image/inventory/blocks.hpp"
#include "image/inventory/owned.hpp"
#include "image/inventory/version_patterns.hpp"
#include "model/image.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image::inventory {

/// What a file told.
struct Found {
  std::vector<model::Package> packages;
  OwnedFiles owned;
  std::vector<std::uint64_t> diverted; ///< path_key of files that dpkg moved out of the way
  std::vector<std::string> notes;      ///< what was left out, and why
};

/// Reads the files of a layer that say something about installed software.
class Inventory {
 public:
  /// Looks into a file while it streams by, as far as it is of interest.
  void read(std::string_view path, std::uint64_t size, Blocks& content, Found& found);
  /// To be called behind the layer's last file: databases that consist of several files.
  void finish(Found& found);

 private:
  std::unique_ptr<VersionPatterns> patterns_;
  std::string sqlite_path_;
  std::string sqlite_; ///< rpmdb.sqlite, until it is known whether a log lies beside it
  std::string sqlite_log_;
};

// The ecosystems.
/// dpkg's status file (several packages) or a file of status.d (one, without a status).
/// deb-control(5), dpkg-query(1).
std::vector<model::Package> read_dpkg(std::string_view path, std::string_view content);
/// apk's installed database.
std::vector<model::Package> read_apk(std::string_view path, std::string_view content);
/// METADATA of a dist-info folder or PKG-INFO of an egg (core metadata specification).
std::vector<model::Package> read_python(std::string_view path, std::string_view content);
/// package.json of an installed module.
std::vector<model::Package> read_npm(std::string_view path, std::string_view content);
/// A wheel or an egg that is still packed.
std::vector<model::Package> read_python_archive(std::string_view path, std::string_view content);
/// A gemspec below specifications/.
std::vector<model::Package> read_gemspec(std::string_view path, std::string_view content);
/// DESCRIPTION of an R library.
std::vector<model::Package> read_r(std::string_view path, std::string_view content);
/// desc of an entry in pacman's local database.
std::vector<model::Package> read_pacman(std::string_view path, std::string_view content);
/// container-manifest-2 of images without an rpm database.
std::vector<model::Package> read_rpm_manifest(std::string_view path, std::string_view content);
/// Bottlerocket's application inventory.
std::vector<model::Package> read_bottlerocket(std::string_view path, std::string_view content);

/// vendor/composer/installed.json.
void read_composer(std::string_view path, std::string_view content, Found& found);
/// NAME.deps.json of a .NET program.
void read_dotnet_deps(std::string_view path, std::string_view content, Found& found);
/// conda-meta/NAME.json.
void read_conda(std::string_view path, std::string_view content, Found& found);
/// SPDX or CycloneDX documents found in the image.
void read_declared(std::string_view path, std::string_view content, Found& found);
/// meta/snap.yaml of an unpacked snap.
void read_snap(std::string_view path, std::string_view content, Found& found);
/// CONTENTS of Gentoo's database: the path names the package.
void read_portage(std::string_view path, std::string_view content, Found& found);
/// cos-package-info.json of Container-Optimized OS.
void read_cos(std::string_view path, std::string_view content, Found& found);
/// `release` of a Java runtime.
void read_jvm(std::string_view path, std::string_view content, Found& found);
/// A Java archive with the archives in it.
bool is_java_archive(std::string_view path);
void read_java(std::string_view path, std::string_view content, Found& found);

// Ownership of files.
void read_dpkg_list(std::string_view path, std::string_view content, Found& found);
void read_md5sums(std::string_view path, std::string_view content, Found& found);
void read_diversions(std::string_view path, std::string_view content, Found& found);
void read_apk_files(std::string_view content, Found& found);
void read_pacman_files(std::string_view path, std::string_view content, Found& found);

/// Adds the distribution to the PURLs of system packages, once it is known.
void complete_purls(std::vector<model::Package>& packages, const model::OsRelease& release);

} // namespace secaudit::image::inventory
