// SPDX-License-Identifier: Apache-2.0
// One list out of many sources (section 2.4 of the design notes).
#pragma once

#include "base/result.hpp"
#include "model/image.hpp"
#include "model/vulnerability.hpp"
#include "vulns/database.hpp"

#include <set>
#include <string>
#include <vector>

namespace secaudit::vulns {

/// Of the names of one fault the one to show: CVE, then GHSA, then the first of the rest.
std::string preferred_name(const std::set<std::string>& names);

/// Names packages as our own matching does: binaries of Debian, Ubuntu and Alpine by their source,
/// language packages in the spelling of their ecosystem, so that what several sources say about one
/// package meets.
void name_by_source(std::vector<model::Vulnerability>& list, const model::Image* image);

/// One entry a fault, package, version and place: classes of names grow until nothing joins any
/// more, also over names that only the database joins. A record that stands for several CVEs never
/// joins them. Each entry carries all sources, the severity of the best source, the fixes, and what
/// the sources disagree on; then exploitation and rating by name. Sorted worst first: exploited,
/// severity, EPSS, package, name.
base::Result<std::vector<model::Vulnerability>> merged(std::vector<model::Vulnerability> list,
                                                       const Database* database);

} // namespace secaudit::vulns
