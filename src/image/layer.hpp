// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/entry_list.hpp"
#include "image/inventory/owned.hpp"
#include "image/read.hpp"
#include "image/tar_reader.hpp"
#include "model/image.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace secaudit::image {

/// What is kept of a layer once its bytes have passed.
struct LayerContent {
  std::string compression = "none";
  std::string diff_id; ///< "sha256:…" of the uncompressed bytes; left to the caller, who hashes the
                       ///< bytes as stored, when they are not compressed
  std::uint64_t size = 0;
  std::uint64_t entry_count = 0;
  EntryList entries;
  std::map<std::string, std::string> texts;            ///< small files that rules look into
  std::multimap<std::string, model::Package> packages; ///< by the file that names them
  inventory::OwnedFiles owned;                         ///< by system packages
  std::vector<std::uint64_t> diverted;                 ///< path_key of files that dpkg moved
  struct Program {
    std::uint64_t key;      ///< inventory::path_key
    std::uint64_t checksum; ///< first half of its MD5
  };
  std::vector<Program> programs;  ///< what package databases have checksums of and matters most
  std::vector<std::string> notes; ///< files that were too large to be looked into
  std::string error;              ///< why it could not be read to its end; "" when it was
  std::vector<model::ArchiveProblem> problems;
};

/// A layer as it is kept between runs, and back; null when the bytes do not add up.
std::string pack_layer(const LayerContent& layer);
std::shared_ptr<LayerContent> unpack_layer(std::string_view bytes);

/// Reads a blob as a layer: compressed or not, to its last byte.
LayerContent read_layer(host::ByteStream& blob, std::string_view name, const ReadOptions& options);

} // namespace secaudit::image
