// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/finding.hpp"
#include "vulns/advisory.hpp"

#include <optional>
#include <string>

namespace secaudit::vulns {

struct Rated {
  model::Severity severity = model::Severity::medium;
  std::string source;
};

/// The severity of an advisory for a package: the vendor's word for it, else the database's word,
/// else CVSS 4.0, 3.1, 3.0, 2.0. Nothing when nobody rated it.
std::optional<Rated> rate(const Advisory& advisory, const Affected& affected);

} // namespace secaudit::vulns
