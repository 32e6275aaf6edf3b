// SPDX-License-Identifier: Apache-2.0
// Installed software, one file an ecosystem. A reader gets the content of a file that its ecosystem
// writes.
#pragma once

#include "model/image.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image::inventory {

/// How many bytes of a file the readers want to see, from its beginning; 0 for files that say
/// nothing about packages.
std::size_t wanted_bytes(std::string_view path);

/// The packages that a file names. Malformed content gives what can be understood.
std::vector<model::Package> read(std::string_view path, std::string_view content);

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

/// A part of a PURL with everything but unreserved characters percent-encoded.
std::string purl_encoded(std::string_view text);

/// Adds the distribution to the PURLs of system packages, once it is known.
void complete_purls(std::vector<model::Package>& packages, const model::OsRelease& release);

} // namespace secaudit::image::inventory
