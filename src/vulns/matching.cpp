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

bool in_range(const Range& range, const AskedVersion& version) {
  RangeJudge judge(version);
  for (const RangeEvent& event : range.events) {
    judge.take(event.kind, event.version);
  }
  return judge.vulnerable();
}

bool in_any_range(const Affected& affected, const AskedVersion& version) {
  return version.comparable()
         && std::any_of(affected.ranges.begin(), affected.ranges.end(),
                        [&](const Range& range) { return in_range(range, version); });
}

/// Events come in any order in real data.
void put_in_order(Range& range, Scheme scheme) {
  const auto useless = [&](const RangeEvent& event) {
    return event.kind != Kind::limit && event.version != "0"
           && !compare_versions(scheme, event.version, event.version);
  };
  std::erase_if(range.events, useless);
  const auto before = [&](const RangeEvent& a, const RangeEvent& b) {
    if (a.kind == Kind::limit || b.kind == Kind::limit) {
      return a.kind != Kind::limit && b.kind == Kind::limit;
    }
    const Order order = compare(scheme, a.version, b.version);
    return order && *order < 0;
  };
  if (!std::is_sorted(range.events.begin(), range.events.end(), before)) {
    std::stable_sort(range.events.begin(), range.events.end(), before);
  }
}

} // namespace

AskedVersion::AskedVersion(std::optional<Scheme> scheme, std::string_view text)
    : text_(text), comparer_(scheme ? comparer_of(*scheme, text) : std::nullopt) {}

Order AskedVersion::to(std::string_view version) const {
  if (text_ == "0" || version == "0") {
    return Order((version == "0") <=> (text_ == "0"));
  }
  return comparer_ ? (*comparer_)(version) : Order();
}

void RangeJudge::take(RangeEvent::Kind kind, std::string_view bound) {
  if (kind == Kind::limit) {
    const Order order = bound == "*" ? Order(std::weak_ordering::less) : version_.to(bound);
    limited_ = true;
    below_limit_ = below_limit_ || (order && *order < 0);
    return;
  }
  const Order order = passed_ ? Order() : version_.to(bound);
  passed_ = passed_ || (order && *order < 0);
  if (!order || passed_) {
    return;
  }
  if (kind == Kind::introduced) {
    vulnerable_ = true;
  } else if (kind == Kind::fixed || *order > 0) {
    vulnerable_ = false;
  }
}

void put_in_order(Affected& affected, Scheme scheme) {
  for (Range& range : affected.ranges) {
    put_in_order(range, scheme);
  }
  std::erase_if(affected.versions, [&](const std::string& version) {
    return in_any_range(affected, AskedVersion(scheme, version));
  });
}

bool is_affected(const Affected& affected, const AskedVersion& version) {
  return std::find(affected.versions.begin(), affected.versions.end(), version.text())
             != affected.versions.end()
         || in_any_range(affected, version);
}

std::optional<std::string> fixed_version(const Affected& affected, const AskedVersion& version,
                                         Scheme scheme) {
  std::optional<std::string> smallest;
  const auto consider = [&](const std::string& candidate) {
    const Order order = version.to(candidate);
    if (!order || *order >= 0) {
      return;
    }
    const Order lower = smallest ? compare(scheme, candidate, *smallest) : *order;
    // A version that another range of the same entry covers fixes nothing.
    if (lower && *lower < 0 && !is_affected(affected, AskedVersion(scheme, candidate))) {
      smallest = candidate;
    }
  };
  // The branch the version lies in comes first, then whatever is smallest.
  for (const bool same_branch : {true, false}) {
    for (const Range& range : affected.ranges) {
      if (same_branch && !(version.comparable() && in_range(range, version))) {
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
