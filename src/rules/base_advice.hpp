// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/report.hpp"
#include "model/subjects.hpp"

#include <vector>

namespace secaudit::rules {

/// Advice on the base image of each service out of our own tables (life cycles, tags that the
/// official images are still built for), for where no Docker Scout gives it: what is known of the
/// base, and which tags to take instead, best first. Services whose base nothing is known of are
/// left out.
std::vector<model::BaseImageAdvice> base_image_advice(const model::Subjects& subjects,
                                                      base::Date as_of);

} // namespace secaudit::rules
