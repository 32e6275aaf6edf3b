// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/decision.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr int longest_life_days = 365;
constexpr int soon_days = 30;

std::string problem_of(const Attestation& attestation, base::Date today) {
  if (attestation.by.empty()) {
    return "attestation without a name";
  }
  const std::string who = "attestation by " + attestation.by;
  if (attestation.on > today) {
    return who + " lies in the future (" + base::to_string(attestation.on) + ")";
  }
  const int life = base::days_between(attestation.on, attestation.expires);
  if (life <= 0 || life > longest_life_days) {
    return who + " must expire 1 to 365 days after " + base::to_string(attestation.on);
  }
  if (!attestation.problem.empty()) {
    return who + ": " + attestation.problem;
  }
  const int left = base::days_between(today, attestation.expires);
  if (left < 0) {
    return who + " expired " + std::to_string(-left) + (left == -1 ? " day ago" : " days ago");
  }
  return {};
}

bool covers_all(const Attestation& attestation, const std::vector<std::string>& subjects) {
  return attestation.scope.empty()
         || std::all_of(subjects.begin(), subjects.end(), [&](const std::string& subject) {
              return std::find(attestation.scope.begin(), attestation.scope.end(), subject)
                     != attestation.scope.end();
            });
}

} // namespace

const Attestation* valid_attestation(std::string_view item,
                                     const std::vector<std::string>& subjects,
                                     const Policy& policy) {
  const Attestation* best = nullptr;
  for (const Attestation& attestation : policy.attestations) {
    if (attestation.item != item || !problem_of(attestation, policy.as_of).empty()
        || !covers_all(attestation, subjects)) {
      continue;
    }
    if (best == nullptr || attestation.on > best->on) {
      best = &attestation;
    }
  }
  return best;
}

std::vector<std::string> failed_attestations(std::string_view item, const Policy& policy) {
  std::vector<std::string> out;
  for (const Attestation& attestation : policy.attestations) {
    if (attestation.item != item) {
      continue;
    }
    if (std::string problem = problem_of(attestation, policy.as_of); !problem.empty()) {
      out.push_back(std::move(problem));
    }
  }
  return out;
}

const Attestation* expired_attestation(std::string_view item, const Policy& policy) {
  const Attestation* newest = nullptr;
  for (const Attestation& attestation : policy.attestations) {
    if (attestation.item == item && (newest == nullptr || attestation.on > newest->on)) {
      newest = &attestation;
    }
  }
  return newest != nullptr && newest->expires < policy.as_of ? newest : nullptr;
}

std::string notes_on(const Attestation& attestation, base::Date today) {
  const int left = base::days_between(today, attestation.expires);
  std::string out = attestation.note.empty() ? "" : " " + attestation.note + ".";
  if (left <= soon_days) {
    out += left == 0 ? " It expires today."
                     : " It expires in " + std::to_string(left) + (left == 1 ? " day." : " days.");
  }
  return out;
}

model::AttestationEvidence evidence_of(const Attestation& attestation) {
  std::string statement = attestation.statement;
  if (!attestation.evidence.empty()) {
    statement += statement.empty() ? attestation.evidence : " (" + attestation.evidence + ")";
  }
  return {attestation.by, statement, attestation.on, attestation.expires};
}

} // namespace secaudit::audit
