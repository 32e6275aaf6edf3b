// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/secret.hpp"
#include "secrets/weak_data.hpp"

#include <vector>

namespace secaudit::secrets {

/// The ways in which a service lets everybody in: a setting that switches authentication off, or a
/// data store that starts without a password because none is set. Strength::empty, with the reason.
std::vector<model::PasswordJudgement> open_access(const model::Service& service,
                                                  const WeakData& data);

} // namespace secaudit::secrets
