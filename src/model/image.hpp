// SPDX-License-Identifier: Apache-2.0
// What one pass over an image archive finds out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::model {

enum class FileType {
  file,
  directory,
  symlink,
  hardlink,
  character_device,
  block_device,
  fifo,
  other
};

/// An entry of the merged file system. Paths have no leading `/`; names are bytes as stored.
struct ImageFile {
  std::string path;
  FileType type = FileType::file;
  std::uint32_t mode = 0; ///< permission bits with setuid, setgid, sticky (07777)
  std::uint64_t uid = 0;
  std::uint64_t gid = 0;
  std::uint64_t size = 0;
  std::string link;         ///< target of a symbolic or hard link
  std::string capabilities; ///< bytes of security.capability, or ""
  std::string sha256;       ///< of the content, where it was asked for; else ""
  std::size_t layer = 0;    ///< index into Image::layers of the layer that brought it
  bool implicit = false;    ///< a parent directory that no layer lists
  bool owned = false;       ///< by a package of the system
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
};

/// A lower entry that a later layer hides; its content is still in the image.
struct RemovedFile {
  ImageFile file;
  std::size_t by_layer = 0;
  std::string how; ///< whiteout, opaque, replaced
};

struct Layer {
  std::string reference; ///< name of the blob in the archive
  std::string blob; ///< the same with the archive's links followed: what a ContentVisitor is told
  std::string blob_digest; ///< "sha256:…" of the bytes as stored
  std::string
      diff_id; ///< "sha256:…" of the uncompressed tar, as computed; "" when it could not be read
  std::string declared_diff_id;
  bool diff_id_ok = false;
  std::string compression; ///< none, gzip, zstd, bzip2, xz
  std::uint64_t size = 0;  ///< uncompressed bytes
  std::uint64_t entries = 0;
  bool scanned = false;   ///< read to its end; a layer that was not is a Gap and never clean
  std::string created_by; ///< the history's command
};

struct HistoryEntry {
  std::string created;
  std::string created_by;
  std::string comment;
  bool empty_layer = false;
};

/// The image's configuration. https://github.com/opencontainers/image-spec/blob/main/config.md
struct ImageConfig {
  std::string user;
  std::vector<std::string> environment; ///< "NAME=value"
  std::vector<std::string> entrypoint;
  std::vector<std::string> command;
  std::string working_directory;
  std::vector<std::string> exposed_ports; ///< "8080/tcp"
  std::vector<std::string> volumes;
  std::map<std::string, std::string> labels;
  std::optional<std::vector<std::string>>
      healthcheck; ///< test with its first word; nothing when there is none
  std::string stop_signal;
  std::vector<std::string> shell;
  std::vector<std::string> on_build;
  std::string created;
  std::string architecture, os, variant;
  std::vector<HistoryEntry> history;
};

/// Installed software. https://github.com/package-url/purl-spec
struct Package {
  std::string purl;
  std::string type; ///< deb, apk, rpm, pypi, npm, golang, …
  std::string name;
  std::string version;
  std::string architecture;
  std::string source_name; ///< source package, the advisory's name for deb and apk
  std::string source_version;
  std::string path; ///< file that says so
  std::optional<std::size_t> layer;
  std::vector<std::string> licenses;
  /// How it came to be known. Databases and metadata are what installers wrote; the others are
  /// weaker: the image's own bill of materials, and texts inside programs.
  enum class FoundBy { installer, declared, version_string, main_module };
  FoundBy found_by = FoundBy::installer;
  std::string
      owner; ///< system package whose file says so: its advisories decide, not the upstream's
  std::vector<std::string> other_paths; ///< more files that say the same
};

/// A program or library that is not what its package installed.
struct ChangedFile {
  std::string path;
  std::string owner; ///< name of the package
  std::size_t layer = 0;
};

/// /etc/os-release of the image.
struct OsRelease {
  std::string id;         ///< debian, alpine, …
  std::string version_id; ///< 12, 3.19, …
  std::string codename;
  std::string pretty_name;
  std::vector<std::string> id_like;
};

/// A problem of the archive itself that is worth reporting although the rest could be read
/// (duplicate names, digests that do not match, paths that climb out).
struct ArchiveProblem {
  std::string code;    ///< short name such as digest-mismatch
  std::string message; ///< one line, may hold untrusted text
};

struct ContentHit; // model/secret.hpp

struct Image {
  std::string reference; ///< name the user or the project gave
  std::vector<std::string> tags;
  std::string config_digest; ///< "sha256:…"
  std::string manifest_digest;
  std::string platform; ///< linux/amd64
  ImageConfig config;
  std::vector<Layer> layers;    ///< bottom first
  std::vector<ImageFile> files; ///< merged view, sorted by path
  std::vector<RemovedFile> removed;
  std::optional<OsRelease> os_release;
  std::vector<Package> packages;
  std::vector<ChangedFile> changed_files;
  std::map<std::string, std::string>
      small_files;        ///< content of files that rules look into (passwd, nginx.conf, …)
  std::uint64_t size = 0; ///< sum of the uncompressed layers

  const ImageFile* file(const std::string& path) const;
  bool complete() const; ///< every layer was scanned
};

/// What an archive held.
struct ImageArchive {
  std::string source;            ///< file name, folder or image name
  std::string outer_compression; ///< none, gzip, zstd
  std::vector<Image> images;
  std::vector<ArchiveProblem> problems;
  /// Manifests reachable from index.json that are no image to run (attestations), or whose content
  /// is absent.
  struct IndexManifest {
    std::string digest;
    std::string media_type;
    std::string platform; ///< "" when none is given
    bool attestation = false;
    std::vector<bool> layers_present;
  };
  std::vector<IndexManifest> index_manifests;
};

} // namespace secaudit::model
