// SPDX-License-Identifier: Apache-2.0
#include "secrets/anchors.hpp"

#include "base/text.hpp"

namespace secaudit::secrets {

void AnchorIndex::add(std::string_view literal, bool ignore_case, std::size_t payload) {
  const auto insert = [&](std::size_t slot) {
    map_.set(slot);
    buckets_[slot % buckets_.size()].push_back({std::string(literal), ignore_case, payload});
  };
  if (literal.size() >= 3) {
    insert(hash(byte(literal, 0), byte(literal, 1), byte(literal, 2)));
    return;
  }
  // A literal of two bytes stands before any third one.
  for (std::uint32_t third = 0; third < 256; ++third) {
    if (lower_[third] == third) {
      insert(hash(byte(literal, 0), byte(literal, 1), third));
    }
  }
}

bool AnchorIndex::matches(const Anchor& anchor, std::string_view text) {
  const std::string_view start = text.substr(0, anchor.literal.size());
  return anchor.ignore_case ? base::equals_ignoring_case(start, anchor.literal)
                            : start == anchor.literal;
}

} // namespace secaudit::secrets
