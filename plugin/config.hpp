// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "host/host.hpp"
#include "secrets/scanner.hpp"

#include <optional>
#include <string>
#include <vector>

namespace secaudit::plugin {

/// What `.secaudit.yaml` says (rules/checklist-and-proxy.md 4.1). Entries that are wrong are left
/// out and told as Gaps, so that a slip in the file neither hides findings nor stops the audit.
struct Config {
  std::vector<audit::Suppression> suppressions;
  std::vector<audit::Attestation> attestations;
  std::vector<secrets::CustomFormat> secret_formats;
  std::optional<std::string> fail_on;
  bool strict = false;
  audit::DueDays due_days;
  rules::Surroundings surroundings; ///< allowed registries and labels
  std::vector<model::Gap> gaps;
};

/// Reads `path`, or, when it is empty, `.secaudit.yaml` (or `.docker-secaudit.yaml`) of `folder`; a
/// folder without one has an empty configuration. A named file that cannot be read is an Error.
base::Result<Config> read_config(const host::Host& host, const std::string& path,
                                 const std::string& folder, base::Date as_of);

/// The same from text; `file` is its name in messages.
Config parse_config(std::string_view text, const std::string& file, base::Date as_of);

} // namespace secaudit::plugin
