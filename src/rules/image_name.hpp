// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace secaudit::rules {

/// An image reference taken apart: `registry/path:tag@digest`.
struct ImageName {
  std::string registry; ///< "docker.io" when none is written
  std::string path;     ///< without `library/`
  std::string tag;      ///< "" when none is written
  std::string digest;   ///< "sha256:…" or ""

  /// `path`, with the registry in front when it is not Docker Hub.
  std::string repository() const;
};

/// Takes a reference apart as the engine does: the part before the first `/` is a registry when it
/// holds a `.` or a `:` or is `localhost`.
ImageName parse_image_name(std::string_view reference);

/// Whether a repository pattern names this image. Compared by whole path segments from the right,
/// so that a mirror's prefix does not matter; `*` stays inside a segment.
bool image_is(const ImageName& image, std::string_view pattern);

} // namespace secaudit::rules
