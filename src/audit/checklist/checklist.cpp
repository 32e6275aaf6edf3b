// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/checklist.hpp"

#include "audit/checklist/rows.hpp"

namespace secaudit::audit {

Checklist decide_all(const rules::Context& context, const Policy& policy,
                     const std::vector<rules::Entry>& catalogue, const Judgement& judgement,
                     const std::string& report_id) {
  const Known known(context, policy, judgement, report_id, catalogue);
  Checklist out;
  model::ChecklistItem backups;
  for (const Row& row : checklist_rows()) {
    Grounds grounds = row.decide != nullptr ? row.decide(known) : C10(known, backups);
    out.items.push_back(decide(row.id, row.title, std::move(grounds), policy));
    if (row.id == "C5") {
      backups = out.items.back();
    }
  }
  for (const Row& row : hardening_rows()) {
    out.hardening.push_back(decide(row.id, row.title, row.decide(known), policy));
  }
  return out;
}

} // namespace secaudit::audit
