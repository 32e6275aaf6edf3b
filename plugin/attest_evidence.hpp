// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "host/host.hpp"

#include <string>
#include <vector>

namespace secaudit::plugin {

/// Looks for the evidence files of attestations, relative to the project's folder: one that is gone
/// takes the attestation with it, one that changed is noted. Links and tickets are not followed.
void check_evidence(const host::Host& host, const std::string& folder,
                    std::vector<audit::Attestation>& attestations);

/// Whether the text names a file rather than a link or a ticket.
bool is_evidence_path(const std::string& evidence);

} // namespace secaudit::plugin
