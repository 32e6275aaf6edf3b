// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// The directives of a policy with their source expressions in lower case; of a directive that
/// stands twice the first counts (CSP Level 3, 2.2.1).
using CspDirectives = std::map<std::string, std::vector<std::string>>;
CspDirectives csp_directives(std::string_view policy);

/// The sources that scripts may come from: script-src, else default-src, else nothing.
const std::vector<std::string>* csp_scripts(const CspDirectives& directives);

/// Whether the expression, for example `'unsafe-inline'`, is one of the sources.
bool csp_allows(const std::vector<std::string>& sources, std::string_view expression);

} // namespace secaudit::rules
