// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/checklist.hpp"

#include "audit/checklist/items.hpp"

namespace secaudit::audit {
namespace {

struct Row {
  std::string_view id;
  std::string_view title;
  Grounds (*decide)(const Known&);
};

constexpr Row before_recovery[] = {
    {"C1", "Security scan run, reports reviewed", C1},
    {"C2", "CRITICAL and HIGH addressed", C2},
    {"C3", "Strong passwords in .env (16+)", C3},
    {"C4", "HTTPS", C4},
    {"C5", "Database backups", C5},
    {"C6", "Log aggregation", C6},
    {"C7", "Resource limits", C7},
    {"C8", "API rate limiting", C8},
    {"C9", "Monitoring and alerting", C9},
};
constexpr Row after_recovery[] = {
    {"C11", "Incident response documented", C11},
    {"C12", "Image signing", C12},
};
constexpr Row hardening_rows[] = {
    {"H1", "Production application server", H1},
    {"H2", "Clean package installation", H2},
    {"H3", "Containers run as non-root", H3},
    {"H4", "Minimal base images", H4},
    {"H5", "Multi-stage, no build tools left", H5},
    {"H6", "Health checks", H6},
    {"H7", "Image labels", H7},
    {"H8", "Security headers", H8},
    {"H9", "Database not exposed", H9},
    {"H10", "Network segmentation", H10},
    {"H11", "CORS", H11},
    {"H12", "Pinned dependencies", H12},
    {"H13", "No hard-coded secrets", H13},
    {"H14", "Errors, logs, connection pool", H14},
    {"H15", "Security document", H15},
    {"H16", "Cost of hardening shown", H16},
};

} // namespace

Checklist decide_all(const rules::Context& context, const Policy& policy,
                     const std::vector<rules::Entry>& catalogue, const Judgement& judgement,
                     const std::string& report_id) {
  const Known known(context, policy, judgement, report_id, catalogue);
  Checklist out;
  model::ChecklistItem backups;
  for (const Row& row : before_recovery) {
    out.items.push_back(decide(row.id, row.title, row.decide(known), policy));
    if (row.id == "C5") {
      backups = out.items.back();
    }
  }
  out.items.push_back(decide("C10", "Disaster recovery tested", C10(known, backups), policy));
  for (const Row& row : after_recovery) {
    out.items.push_back(decide(row.id, row.title, row.decide(known), policy));
  }
  for (const Row& row : hardening_rows) {
    out.hardening.push_back(decide(row.id, row.title, row.decide(known), policy));
  }
  return out;
}

} // namespace secaudit::audit
