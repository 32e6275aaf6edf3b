// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/docker.hpp"
#include "image/read.hpp"
#include "model/subjects.hpp"

#include <string>
#include <vector>

#include "plugin/secret_search.hpp"

namespace secaudit::plugin {

/// What one archive gave.
struct ReadImages {
  std::vector<model::Image> images;
  std::vector<model::ArchiveProblem> problems;
  std::vector<model::SecretHit> secrets;
};

/// Results of earlier runs, and what makes them the results of this program.
struct KeptResults {
  image::ResultCache* cache = nullptr; ///< null: everything is read anew
  std::string rules;
  std::string image_key; ///< see image::ReadOptions
};

/// Reads an archive from a stream, looking for secrets on the way. `name` is what the image is
/// called in messages and findings.
base::Result<ReadImages> read_stream(host::ByteStream& stream, const std::string& name,
                                     const std::string& platform, const SecretSearch& search,
                                     const KeptResults& kept, std::vector<model::Gap>& gaps);

/// The same for an OCI layout folder.
base::Result<ReadImages> read_folder(const host::Host& host, const std::string& folder,
                                     const std::string& platform, const SecretSearch& search,
                                     const KeptResults& kept, std::vector<model::Gap>& gaps);

/// Exports an image of the engine and reads it while it arrives. Every way in which `docker save`
/// can fail is an Error or a Gap. `platform` "" takes the image's own where the archive holds
/// several.
base::Result<ReadImages> export_image(const host::Docker& docker, const host::LocalImage& image,
                                      const std::string& name, const std::string& platform,
                                      const SecretSearch& search, const KeptResults& kept,
                                      std::vector<model::Gap>& gaps);

} // namespace secaudit::plugin
