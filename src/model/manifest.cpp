// SPDX-License-Identifier: Apache-2.0
#include "model/manifest.hpp"

#include <algorithm>

namespace secaudit::model {

const ProjectTree::Document* ProjectTree::document(std::string_view name) const {
  const auto found = std::find_if(documents.begin(), documents.end(),
                                  [&](const Document& d) { return d.file.str() == name; });
  return found == documents.end() ? nullptr : &*found;
}

} // namespace secaudit::model
