// SPDX-License-Identifier: Apache-2.0
#include "image/blobs.hpp"
#include "image/limits.hpp"
#include "image/read.hpp"

namespace secaudit::image {
namespace {

/// Reads a file of the folder into the store. A file that is no regular file inside the folder is
/// left out.
base::Status read_file(const host::Host& host, const std::string& folder, const std::string& name,
                       const ReadOptions& options, BlobStore& store) {
  const auto info = host.stat(folder + "/" + name, false);
  if (!info || info->type != host::FileInfo::Type::file) {
    store.add_other(name);
    return {};
  }
  const auto stream = host.open(folder + "/" + name);
  if (!stream) {
    return base::fail(stream.error().message, stream.error().hint);
  }
  return store.read(name, **stream, options);
}

} // namespace

base::Result<model::ImageArchive> read_oci_layout(const host::Host& host, const std::string& folder,
                                                  const ReadOptions& options,
                                                  std::vector<model::Gap>& gaps) {
  BlobStore store;
  std::vector<std::string> names{"index.json", "manifest.json", "oci-layout"};
  const auto blobs = host.list(folder + "/blobs/sha256");
  if (!blobs) {
    return base::fail(folder + ": no OCI image layout (" + blobs.error().message + ")",
                      "name a folder with oci-layout, index.json and blobs/");
  }
  for (const host::DirectoryEntry& entry : *blobs) {
    names.push_back("blobs/sha256/" + entry.name);
  }
  for (const std::string& name : names) {
    if (!host.stat(folder + "/" + name, false)) {
      continue;
    }
    if (const auto read = read_file(host, folder, name, options, store); !read) {
      gaps.push_back(
          {"image", options.source, name + ": " + read.error().message, {}, read.error().hint});
    }
  }
  auto archive = assemble(store, options, gaps);
  if (!archive) {
    return base::fail(options.source + ": " + archive.error().message, archive.error().hint);
  }
  archive->outer_compression = "none";
  return archive;
}

} // namespace secaudit::image
