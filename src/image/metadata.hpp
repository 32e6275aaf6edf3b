// SPDX-License-Identifier: Apache-2.0
// The JSON documents of an archive, read as Docker's Go code reads them: keys without regard to
// case, the last of equal keys wins.
#pragma once

#include "base/result.hpp"
#include "model/image.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::image {

/// An entry of manifest.json.
struct ManifestEntry {
  std::string config;
  std::vector<std::string> tags;
  std::vector<std::string> layers;
};
base::Result<std::vector<ManifestEntry>> read_manifest_json(std::string_view text);

/// A descriptor, https://github.com/opencontainers/image-spec/blob/main/descriptor.md
struct Descriptor {
  std::string media_type;
  std::string digest;
  std::int64_t size = -1;
  std::string platform; ///< os/architecture[/variant], "" when none is given
  std::string name;     ///< from the annotations, "" when none
  bool attestation = false;
};

/// An image manifest or an index; which one it is shows in what it lists.
struct ManifestDocument {
  bool is_index = false;
  std::vector<Descriptor> manifests;
  Descriptor config;
  std::vector<Descriptor> layers;
  bool attestation = false; ///< artifact type or layers say so
};
base::Result<ManifestDocument> read_manifest_document(std::string_view text);

/// An image configuration with the diff IDs of its layers.
struct ConfigDocument {
  model::ImageConfig config;
  std::vector<std::string> diff_ids;
};
base::Result<ConfigDocument> read_config(std::string_view text);

/// Keys that occur twice in an object, counted without regard to case: two readers may understand
/// two things.
std::vector<std::string> duplicate_keys(std::string_view text);

} // namespace secaudit::image
