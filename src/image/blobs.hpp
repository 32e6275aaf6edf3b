// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer.hpp"
#include "image/read.hpp"
#include "model/image.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image {

/// A file of the archive, judged by its content: nothing is known of its role while it streams by,
/// because the documents that tell come last.
struct Blob {
  std::string digest; ///< hexadecimal SHA-256 of the bytes as stored
  std::uint64_t size = 0;
  std::optional<std::string> json;     ///< documents and other small texts
  std::vector<std::string> other_json; ///< of earlier files with the same name and other content
  std::shared_ptr<LayerContent> layer; ///< everything else, read as a layer
};

/// The files of an archive by their names.
class BlobStore {
 public:
  /// Reads one file. The stream is always read to its end; an error means that the archive itself
  /// broke off.
  base::Status read(std::string name, host::ByteStream& content, const ReadOptions& options);
  void add_link(std::string name, std::string target) {
    links_[std::move(name)] = std::move(target);
  }
  void add_other(std::string name) { others_.insert(std::move(name)); }

  /// Follows links inside the archive, a bounded number of them; null when there is no such file.
  const Blob* find(std::string_view name) const;
  /// The name at the end of the links.
  std::string resolve(std::string_view name) const;
  /// Without following links.
  const Blob* find_file(std::string_view name) const;
  bool has_other(std::string_view name) const;

  std::vector<model::ArchiveProblem> problems;

  /// Everything but the layers' content, which is kept by layer; and back. False when something is
  /// missing.
  std::string pack() const;
  bool unpack(std::string_view bytes, const ReadOptions& options);

 private:
  /// A layer that an earlier run read, by the digest of its bytes.
  static std::shared_ptr<LayerContent> recall(std::string_view digest, std::string_view name,
                                              const ReadOptions& options);
  static void remember(const Blob& blob, std::string_view name, const ReadOptions& options);
  void add(std::string name, Blob blob);

  std::map<std::string, Blob, std::less<>> files_;
  std::size_t json_bytes_ = 0;
  std::map<std::string, std::string, std::less<>> links_;
  std::set<std::string, std::less<>> others_; ///< folders, devices, pipes
};

/// Puts the images together from the documents of the archive. The Error says why there is none.
base::Result<model::ImageArchive> assemble(const BlobStore& store, const ReadOptions& options,
                                           std::vector<model::Gap>& gaps);

} // namespace secaudit::image
