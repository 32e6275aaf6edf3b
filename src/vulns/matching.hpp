// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/advisory.hpp"
#include "vulns/versions/order.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

/// A version that is looked up, read once and held against many ranges. The text must outlive it.
class AskedVersion {
 public:
  /// A version that the scheme cannot order is compared by its text only.
  AskedVersion(std::optional<Scheme> scheme, std::string_view text);

  std::string_view text() const { return text_; }
  bool comparable() const { return comparer_.has_value(); }
  /// Its order to the version of an event, where "0" stands below every version.
  Order to(std::string_view version) const;

 private:
  std::string_view text_;
  std::optional<Comparer> comparer_;
};

/// Judges one range by its events, which come in order.
class RangeJudge {
 public:
  explicit RangeJudge(const AskedVersion& version) : version_(version) {}
  void take(RangeEvent::Kind kind, std::string_view version);
  bool vulnerable() const { return vulnerable_ && (below_limit_ || !limited_); }

 private:
  const AskedVersion& version_;
  bool vulnerable_ = false;
  bool passed_ = false; ///< what follows stands above the version
  bool limited_ = false;
  bool below_limit_ = false;
};

/// Brings an entry into the form that the look-up expects: events ascending, without those that
/// nothing can be compared with, limits last; no listed version that a range holds anyway.
void put_in_order(Affected& affected, Scheme scheme);

/// True when the version is vulnerable by OSV's evaluation: listed exactly, or inside a range. The
/// entry must be in order.
bool is_affected(const Affected& affected, const AskedVersion& version);

/// The smallest version above `version` that fixes the range it lies in; nothing when there is
/// none. The entry must be in order.
std::optional<std::string> fixed_version(const Affected& affected, const AskedVersion& version,
                                         Scheme scheme);

} // namespace secaudit::vulns
