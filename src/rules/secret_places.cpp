// SPDX-License-Identifier: Apache-2.0
#include "rules/secret_places.hpp"

#include <map>

namespace secaudit::rules {

std::vector<SecretPlaces>
gathered(const std::vector<model::SecretHit>& hits,
         const std::function<std::string(const model::SecretHit&)>& identity) {
  std::vector<SecretPlaces> secrets;
  std::map<std::string, std::size_t> known;
  for (const model::SecretHit& hit : hits) {
    std::string name = identity(hit);
    if (name.empty()) {
      continue;
    }
    const auto [secret, added] = known.emplace(std::move(name), secrets.size());
    if (added) {
      secrets.emplace_back();
    }
    secrets[secret->second].push_back(&hit);
  }
  return secrets;
}

} // namespace secaudit::rules
