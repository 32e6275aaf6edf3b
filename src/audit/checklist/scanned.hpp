// SPDX-License-Identifier: Apache-2.0
// How far the run looked for vulnerabilities, for C1 and C2.
#pragma once

#include "audit/checklist/known.hpp"

#include <string>
#include <vector>

namespace secaudit::audit {

/// Data older than this are stale.
inline constexpr int stale_after_days = 7;

/// Whether advisories or a scanner looked at anything.
bool anything_looked_up(const Known& known);
/// Images and manifests that neither advisories nor a scanner looked at in full, each with why.
std::vector<std::string> not_covered(const Known& known);
/// Scanner runs that did not audit: "Trivy (no connection)".
std::vector<std::string> failed_runs(const Known& known);
/// Findings that tell of a base image or distribution past its end of life.
std::vector<const model::Finding*> ended_bases(const Known& known);
/// Days since the advisory data were made; 0 when no scanner or database says.
int data_age(const Known& known);

} // namespace secaudit::audit
