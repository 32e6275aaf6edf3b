// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "model/image.hpp"
#include "model/manifest.hpp"
#include "model/vulnerability.hpp"
#include "vulns/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::vulns {

/// What a look-up gave.
struct MatchResult {
  std::vector<model::Vulnerability> vulnerabilities;
  model::VulnerabilityCoverage coverage;
};

/// The OSV ecosystem of a distribution, "Debian:12", "Alpine:v3.19"; nothing for one that OSV does
/// not know.
std::optional<std::string> distribution_ecosystem(const model::OsRelease& release);

/// Looks up the packages of an image. Debian, Ubuntu and Alpine are matched by source package, RPM
/// systems by binary package; language packages that belong to the distribution are left to its
/// advisories. An image whose package database could not be read is not covered. The entries are
/// one a record and package; merged() makes one list of them.
base::Result<MatchResult> match_image(const Database& database, const model::Image& image);

/// Looks up the exactly pinned requirements of a manifest, and what its lock file pins.
base::Result<MatchResult> match_manifest(const Database& database, const model::Manifest& manifest);

} // namespace secaudit::vulns
