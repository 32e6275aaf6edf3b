// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "model/report.hpp"

#include <string>
#include <vector>

#include "plugin/secret_finds.hpp"

namespace secaudit::plugin {

/// What was looked at, for the report's head.
struct SecretScope {
  std::string title;     ///< ".", "staged changes", "main..feature"
  std::string looked_at; ///< "12 files of 3 commits"
  std::vector<model::Gap> gaps;
};

/// The report of a search for secrets: a finding a secret with all its places, by the rules SE001
/// and SE002, without a checklist. `kind` is "secrets".
model::Report secret_report(const std::vector<FoundSecret>& finds, SecretScope scope,
                            const audit::Policy& policy);

} // namespace secaudit::plugin
