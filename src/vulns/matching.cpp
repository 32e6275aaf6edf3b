// SPDX-License-Identifier: Apache-2.0
#include "vulns/matching.hpp"

#include <algorithm>
#include <compare>

namespace secaudit::vulns {
namespace {

using Kind = RangeEvent::Kind;

/// "0" stands below every version.
Order compare(Scheme scheme, std::string_view a, std::string_view b) {
  if (a == "0" || b == "0") {
    return Order((b == "0") <=> (a == "0"));
  }
  return compare_versions(scheme, a, b);
}

bool at_or_above(Scheme scheme, std::string_view version, std::string_view bound) {
  const Order order = compare(scheme, version, bound);
  return order && *order >= 0;
}

bool above(Scheme scheme, std::string_view version, std::string_view bound) {
  const Order order = compare(scheme, version, bound);
  return order && *order > 0;
}

bool below_a_limit(const Range& range, std::string_view version, Scheme scheme) {
  bool any = false;
  for (const RangeEvent& event : range.events) {
    if (event.kind != Kind::limit) {
      continue;
    }
    any = true;
    const Order order = event.version == "*" ? Order(std::weak_ordering::less)
                                             : compare(scheme, version, event.version);
    if (order && *order < 0) {
      return true;
    }
  }
  return !any;
}

/// Events come in any order in real data.
std::vector<RangeEvent> sorted_events(const Range& range, Scheme scheme) {
  std::vector<RangeEvent> events;
  for (const RangeEvent& event : range.events) {
    const bool comparable =
        event.version == "0" || compare_versions(scheme, event.version, event.version).has_value();
    if (event.kind != Kind::limit && comparable) {
      events.push_back(event);
    }
  }
  std::stable_sort(events.begin(), events.end(), [&](const RangeEvent& a, const RangeEvent& b) {
    const Order order = compare(scheme, a.version, b.version);
    return order && *order < 0;
  });
  return events;
}

bool in_range(const Range& range, std::string_view version, Scheme scheme) {
  if (!compare_versions(scheme, version, version) || !below_a_limit(range, version, scheme)) {
    return false;
  }
  bool vulnerable = false;
  for (const RangeEvent& event : sorted_events(range, scheme)) {
    if (event.kind == Kind::introduced && at_or_above(scheme, version, event.version)) {
      vulnerable = true;
    } else if (event.kind == Kind::fixed && at_or_above(scheme, version, event.version)) {
      vulnerable = false;
    } else if (event.kind == Kind::last_affected && above(scheme, version, event.version)) {
      vulnerable = false;
    }
  }
  return vulnerable;
}

} // namespace

bool is_affected(const Affected& affected, std::string_view version, std::optional<Scheme> scheme) {
  if (std::find(affected.versions.begin(), affected.versions.end(), version)
      != affected.versions.end()) {
    return true;
  }
  return scheme
         && std::any_of(affected.ranges.begin(), affected.ranges.end(),
                        [&](const Range& range) { return in_range(range, version, *scheme); });
}

std::optional<std::string> fixed_version(const Affected& affected, std::string_view version,
                                         Scheme scheme) {
  std::optional<std::string> smallest;
  const auto consider = [&](const std::string& candidate) {
    const bool lower = !smallest || above(scheme, *smallest, candidate);
    // A version that another range of the same entry covers fixes nothing.
    if (lower && above(scheme, candidate, version) && !is_affected(affected, candidate, scheme)) {
      smallest = candidate;
    }
  };
  // The branch the version lies in comes first, then whatever is smallest.
  for (const bool same_branch : {true, false}) {
    for (const Range& range : affected.ranges) {
      if (same_branch && !in_range(range, version, scheme)) {
        continue;
      }
      for (const RangeEvent& event : range.events) {
        if (event.kind == Kind::fixed) {
          consider(event.version);
        }
      }
    }
    if (smallest) {
      return smallest;
    }
  }
  return std::nullopt;
}

} // namespace secaudit::vulns
