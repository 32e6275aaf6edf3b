// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/advisory.hpp"
#include "vulns/matching.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::vulns {

/// The part of an entry that matching needs, as bytes; ecosystem and name are the key it is stored
/// under.
std::string pack(const Affected& affected);
/// Nothing when the bytes are damaged.
std::optional<Affected> unpack_affected(std::string_view bytes);
/// is_affected() of the packed entry, without unpacking it; nothing when the bytes are damaged.
std::optional<bool> is_affected(std::string_view bytes, const AskedVersion& version);

/// The entry of an advisory among all of a package.
struct PackedEntry {
  std::int64_t advisory = 0;
  std::string_view affected; ///< by pack()
};
/// Adds an entry to those of a package.
void append(const PackedEntry& entry, std::string& package);
/// The entries of a package; nothing when the bytes are damaged.
std::optional<std::vector<PackedEntry>> split_entries(std::string_view package);

/// Everything of an advisory but its entries.
std::string pack(const Advisory& advisory);
std::optional<Advisory> unpack_advisory(std::string_view bytes);

} // namespace secaudit::vulns
