// SPDX-License-Identifier: Apache-2.0
// The Docker Official Images and the tags that are still built (data/official-image-tags.json).
#pragma once

#include "rules/image_name.hpp"

#include <optional>
#include <string_view>

namespace secaudit::rules {

/// Whether a bare name is one of the official images.
bool is_official_image(std::string_view name);

/// Whether a tag of an official image was still built on the day of the table; nothing for images
/// that are none.
std::optional<bool> is_still_built(const ImageName& image);

} // namespace secaudit::rules
