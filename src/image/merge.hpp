// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer.hpp"
#include "model/image.hpp"

#include <vector>

namespace secaudit::image {

/// Lays the layers on one another as overlayfs does (image-spec layer.md): whiteouts hide lower
/// layers only, wherever they stand in their own; an entry of another kind replaces what is below
/// it. Fills in files, removed, texts and packages of the image. A layer that is null (absent,
/// unreadable) adds nothing.
void merge_layers(const std::vector<const LayerContent*>& layers, model::Image& image);

} // namespace secaudit::image
