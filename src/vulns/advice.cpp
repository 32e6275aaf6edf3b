// SPDX-License-Identifier: Apache-2.0
#include "vulns/advice.hpp"

#include "vulns/ecosystem.hpp"
#include "vulns/matching.hpp"

namespace secaudit::vulns {
namespace {

// Every round goes up by at least one release; real packages need three.
constexpr int most_rounds = 16;

bool above(Scheme scheme, std::string_view a, std::string_view b) {
  const Order order = compare_versions(scheme, a, b);
  return order && *order > 0;
}

} // namespace

base::Result<std::string> safe_version(const Database& database, std::string_view ecosystem,
                                       std::string_view name, std::vector<Hit> hits,
                                       std::string version) {
  const auto scheme = scheme_of(ecosystem);
  for (int round = 0; scheme && round < most_rounds; ++round) {
    if (hits.empty()) {
      return version;
    }
    std::string target;
    for (const Hit& hit : hits) {
      const auto fixed = fixed_version(hit.affected, version, *scheme);
      if (!fixed) {
        return std::string();
      }
      if (target.empty() || above(*scheme, *fixed, target)) {
        target = *fixed;
      }
    }
    version = std::move(target);
    auto next = database.affecting(ecosystem, name, version);
    if (!next) {
      return tl::unexpected(next.error());
    }
    hits = std::move(*next);
  }
  return std::string();
}

} // namespace secaudit::vulns
