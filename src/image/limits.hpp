// SPDX-License-Identifier: Apache-2.0
// Bounds on image archives; src/base/limits.hpp explains what they are for.
#pragma once

#include "base/limits.hpp"

namespace secaudit::limits {

// A layer's uncompressed bytes: no image of that size is built by hand, and it stops decompression
// bombs.
inline constexpr std::uint64_t layer_bytes = 64 * gib;
// Images of three million files exist; each entry costs some 300 bytes.
inline constexpr std::uint64_t layer_entries = 10'000'000;
inline constexpr std::size_t image_path_bytes = 64 * kib;
// GNU long names and PAX records; Go's reader has the same bound.
inline constexpr std::uint64_t tar_special_bytes = 1 * mib;
// What stands behind the end of an archive: writers pad to 10 KiB, tapes to 1 MiB; devices never
// end.
inline constexpr std::uint64_t tar_trailing_bytes = 64 * mib;
// Zeros that sparse files stand for: they cost nothing in the archive but time here.
inline constexpr std::uint64_t sparse_hole_bytes = 4 * gib;
// JSON documents of an archive (manifests, configurations). Docker refuses configurations above 8
// MiB.
inline constexpr std::size_t image_json_bytes = 16 * mib;
// All documents of an archive together; attestations with SBOMs are what fills it.
inline constexpr std::size_t archive_json_bytes = 64 * mib;
// The archive's own entries.
inline constexpr std::size_t archive_entries = 100'000;
// Manifests reachable from index.json; real indexes list a dozen.
inline constexpr std::size_t index_manifests = 1'000;
inline constexpr int index_depth = 8;
inline constexpr std::size_t image_layers = 1'000;
// `docker save REPO` writes all tags of a repository; each costs a merged view.
inline constexpr std::size_t archive_images = 200;
inline constexpr std::size_t archive_problems = 200;
// Text files that rules look into.
inline constexpr std::size_t kept_text_bytes = 256 * kib;
// All of them in one layer: settings of a web server have some hundred kilobytes.
inline constexpr std::size_t kept_layer_text_bytes = 16 * mib;
// Certificates with their chain have some 10 KiB; larger files are the bundles of authorities.
inline constexpr std::size_t kept_pem_bytes = 64 * kib;
// Wheels that are kept packed, such as those of ensurepip.
inline constexpr std::size_t package_archive_bytes = 16 * mib;
// dpkg's status of a very large system has some megabytes.
inline constexpr std::size_t package_database_bytes = 64 * mib;

// rpm's databases hold changelogs and file lists: 200 MiB is a workstation with everything.
inline constexpr std::size_t rpm_database_bytes = 256 * mib;
// A header of rpm; rpm itself refuses larger ones.
inline constexpr std::size_t rpm_header_bytes = 64 * mib;
inline constexpr std::size_t rpm_header_entries = 65'536;
// Packages of one database; the largest distribution has some 60,000.
inline constexpr std::size_t database_packages = 200'000;
// Files that packages own; a large system has 500,000.
inline constexpr std::size_t owned_files = 4'000'000;
inline constexpr std::size_t owned_list_bytes = 16 * mib;
// Lock files, lists of dependencies, bills of materials.
inline constexpr std::size_t package_list_bytes = 32 * mib;
// Java archives are kept while their directory, which stands at the end, is read. Spring Boot
// applications have 20 to 80 MiB.
inline constexpr std::size_t java_archive_bytes = 128 * mib;
inline constexpr std::uint64_t nested_archive_bytes = 256 * mib;
inline constexpr int nested_archives = 16;
inline constexpr std::size_t java_text_bytes = 256 * kib;
inline constexpr std::size_t archive_members = 200'000;
// Go's module text of the largest programs has some 200 KiB, the list of crates some 50.
inline constexpr std::size_t go_module_text_bytes = 4 * mib;
inline constexpr std::size_t cargo_list_bytes = 1 * mib;

} // namespace secaudit::limits
