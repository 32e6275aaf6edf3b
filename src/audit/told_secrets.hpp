// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "model/finding.hpp"

#include <vector>

namespace secaudit::audit {

/// Takes out what the search of all files (SE001) found where a rule about the compose file tells
/// the same secret with what to do about it: one cause, one finding, as severe as the worse of the
/// two, and due as that. A secret that also stands in another place stays, and so does one whose
/// only teller is waived. True when a finding became more severe: they have to be sorted anew.
bool drop_told_secrets(std::vector<model::Finding>& findings, const Policy& policy);

} // namespace secaudit::audit
