// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"
#include "image/result_cache.hpp"
#include "model/finding.hpp"
#include "model/image.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image {

/// Receives the content of every regular file of every layer while it streams by, whether or not a
/// later layer removes it. Called from one thread. `blob` names the layer's blob in the archive;
/// `path` has no leading `/`.
class ContentVisitor {
 public:
  virtual ~ContentVisitor() = default;
  /// Returns false when the content of this file is of no interest (it is skipped then, but still
  /// hashed).
  virtual bool begin_file(std::string_view blob, std::string_view path, std::uint64_t size,
                          unsigned mode) = 0;
  virtual void data(std::string_view bytes) = 0;
  virtual void end_file() = 0;

  /// What was found in a blob, to be kept between runs; and the same given back instead of the
  /// blob's files.
  virtual std::string results_of(std::string_view /*blob*/) const { return {}; }
  virtual void restore(std::string_view /*blob*/, std::string_view /*results*/) {}
};

struct ReadOptions {
  std::string source;      ///< for messages: file name or image name
  std::string platform;    ///< "linux/arm64"; "" = every platform that is present
  bool hash_files = false; ///< fill ImageFile::sha256 (inspect and tests)
  ContentVisitor* visitor = nullptr;
  ResultCache* cache = nullptr; ///< not used together with hash_files
  std::string rules;            ///< what results depend on besides the bytes: part of every key
  std::string image_key; ///< what names exactly this image and platform in its engine; "" = nothing
  bool check_programs = true; ///< fill Image::changed_files, which takes an MD5 of each program
};

/// The archive that an earlier run read under the same image_key; nothing when it, or one of its
/// layers, is not kept any more.
std::optional<model::ImageArchive> read_cached(const ReadOptions& options,
                                               std::vector<model::Gap>& gaps);

/// Reads a docker-archive or OCI archive from a stream in one pass with bounded memory (docker.md
/// part B). An Error means that nothing could be judged; partial trouble is in `gaps` (layers not
/// scanned) and ImageArchive::problems.
base::Result<model::ImageArchive> read_archive(host::ByteStream& stream, const ReadOptions& options,
                                               std::vector<model::Gap>& gaps);

/// Reads an OCI image layout folder (image-spec image-layout.md).
base::Result<model::ImageArchive> read_oci_layout(const host::Host& host, const std::string& folder,
                                                  const ReadOptions& options,
                                                  std::vector<model::Gap>& gaps);

/// The archive as JSON: images, layers, merged view, removed files (`inspect image`; the shape of
/// ../shared/fixtures/images/expected.json).
std::string inspect_json(const model::ImageArchive& archive);

} // namespace secaudit::image
