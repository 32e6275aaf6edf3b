// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// The identity of a finding over time (rules/checklist-and-proxy.md 4.4): 16 hexadecimal digits of
/// the SHA-256 over the logical place. No line, severity, message or version is in it.
/// `ordinal` tells equal places apart.
std::string fingerprint(std::string_view rule, std::string_view subject, std::string_view key,
                        std::size_t ordinal);

/// SHA-256 over the sorted fingerprints: equal for equal sets of findings whatever their texts.
std::string report_id(std::vector<std::string> fingerprints);

} // namespace secaudit::audit
