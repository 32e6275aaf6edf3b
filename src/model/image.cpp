// SPDX-License-Identifier: Apache-2.0
#include "model/image.hpp"

#include <algorithm>

namespace secaudit::model {

const ImageFile* Image::file(const std::string& path) const {
  const auto found =
      std::lower_bound(files.begin(), files.end(), path,
                       [](const ImageFile& f, const std::string& p) { return f.path < p; });
  return found != files.end() && found->path == path ? &*found : nullptr;
}

bool Image::complete() const {
  return std::all_of(layers.begin(), layers.end(),
                     [](const Layer& layer) { return layer.scanned; });
}

} // namespace secaudit::model
