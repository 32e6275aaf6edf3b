// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "model/document_ages.hpp"
#include "model/manifest.hpp"

namespace secaudit::project::git {

/// Asks git for the day of the last commit that changed each document about security, incidents and
/// recovery; at most twenty are asked for.
model::DocumentAges document_ages(const host::Host& host, const model::ProjectTree& tree);

} // namespace secaudit::project::git
