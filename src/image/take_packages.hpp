// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer.hpp"
#include "model/image.hpp"

#include <vector>

namespace secaudit::image {

/// The packages that the merged view shows, each with the layer that brought it and the system
/// package that owns its file; marks the files that system packages own and finds those that are
/// not what their package installed. files and os_release of the image must be there.
void take_packages(const std::vector<const LayerContent*>& layers, model::Image& image);

} // namespace secaudit::image
