// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vulns/versions/order.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::vulns {

/// The order of an OSV ecosystem ("Debian:12", "PyPI"); nothing for one that we cannot order.
std::optional<Scheme> scheme_of(std::string_view ecosystem);

/// A package name as the ecosystem compares it: PyPI by PEP 503, NuGet and Packagist without case,
/// others as they are.
std::string normalised_name(std::string_view ecosystem, std::string_view name);

} // namespace secaudit::vulns
