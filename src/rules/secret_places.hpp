// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/secret.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace secaudit::rules {

/// The places of one secret that a finding shows at most.
inline constexpr std::size_t most_secret_places = 50;

/// The places of one secret, in the order of the search.
using SecretPlaces = std::vector<const model::SecretHit*>;

/// The hits gathered by secret, in the order of their first place. `identity` is equal for hits of
/// one secret; hits for which it is "" are left out.
std::vector<SecretPlaces>
gathered(const std::vector<model::SecretHit>& hits,
         const std::function<std::string(const model::SecretHit&)>& identity);

} // namespace secaudit::rules
