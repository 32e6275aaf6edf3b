// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "model/subjects.hpp"

#include <string_view>

namespace secaudit::rules_test {

/// An image described in JSON: reference, service, config, files, removed, layers.
base::Result<model::ImageUse> read_image_example(std::string_view json);

} // namespace secaudit::rules_test
