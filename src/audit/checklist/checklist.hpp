// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/judge.hpp"

#include <string>
#include <vector>

namespace secaudit::audit {

struct Checklist {
  std::vector<model::ChecklistItem> items;     ///< C1–C12 in their order
  std::vector<model::ChecklistItem> hardening; ///< H1–H16 in their order
};

/// Decides every item of the deployment checklist and every hardening row from what was read and
/// judged (rules/checklist-and-proxy.md section 2).
Checklist decide_all(const rules::Context& context, const Policy& policy,
                     const std::vector<rules::Entry>& catalogue, const Judgement& judgement,
                     const std::string& report_id);

} // namespace secaudit::audit
