// SPDX-License-Identifier: Apache-2.0
#include "vulns/advice.hpp"

#include "vulns/matching.hpp"

#include <optional>

namespace secaudit::vulns {
namespace {

// Every round goes up by at least one release; real packages need three.
constexpr int most_rounds = 16;

/// The highest of the versions that fix what holds for `version`; "" when nothing holds, nothing
/// when one of the faults has no fix.
std::optional<std::string> next_version(const std::vector<Entry>& entries, Scheme scheme,
                                        std::string_view version) {
  const AskedVersion asked(scheme, version);
  std::string target;
  for (const Entry& entry : entries) {
    if (!is_affected(entry.affected, asked)) {
      continue;
    }
    const auto fixed = fixed_version(entry.affected, asked, scheme);
    if (!fixed) {
      return std::nullopt;
    }
    const Order order = target.empty() ? Order(std::weak_ordering::greater)
                                       : compare_versions(scheme, *fixed, target);
    if (order && *order > 0) {
      target = *fixed;
    }
  }
  return target;
}

} // namespace

std::string safe_version(const std::vector<Entry>& entries, Scheme scheme, std::string version) {
  for (int round = 0; round < most_rounds; ++round) {
    auto next = next_version(entries, scheme, version);
    if (!next || next->empty()) {
      return next ? version : std::string();
    }
    version = std::move(*next);
  }
  return {};
}

} // namespace secaudit::vulns
