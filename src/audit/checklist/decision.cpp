// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/decision.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace secaudit::audit {
namespace {

using model::ChecklistItem;
using model::Verdict;

void take(ChecklistItem& item, Verdict verdict, Ground& ground) {
  item.verdict = verdict;
  item.summary = std::move(ground.summary);
  item.reason = ground.reason.empty() ? item.summary : std::move(ground.reason);
  item.evidence = std::move(ground.evidence);
  item.next_step = std::move(ground.next_step);
}

void attest(ChecklistItem& item, const Attestation& attestation, base::Date today) {
  item.verdict = Verdict::pass;
  item.attestation = evidence_of(attestation);
  item.summary = "attested by " + attestation.by + " until " + base::to_string(attestation.expires);
  item.reason = "Attested by " + attestation.by + " on " + base::to_string(attestation.on) + ": "
                + item.attestation->statement + "." + notes_on(attestation, today);
  item.evidence = {*item.attestation};
}

/// Somebody vouched for it once and the time is over: that is no open question any more.
void expire(ChecklistItem& item, const Attestation& attestation, Ground ground,
            const Policy& policy) {
  const int days = base::days_between(attestation.expires, policy.as_of);
  const std::string since = std::to_string(days) + (days == 1 ? " day ago" : " days ago");
  ground.reason = "The attestation by " + attestation.by + " expired " + since + ". "
                  + (ground.reason.empty() ? ground.summary : ground.reason);
  ground.summary = "attestation by " + attestation.by + " expired " + since;
  ground.evidence.insert(ground.evidence.begin(), evidence_of(attestation));
  take(item, Verdict::fail, ground);
}

const Suppression* waiver_of(std::string_view id, const Policy& policy) {
  for (const Suppression& suppression : policy.suppressions) {
    const bool in_force = !suppression.until || *suppression.until >= policy.as_of;
    if (suppression.rule == id && in_force && !base::trim(suppression.reason).empty()) {
      return &suppression;
    }
  }
  return nullptr;
}

void waive(ChecklistItem& item, const Policy& policy) {
  const Suppression* waiver = item.verdict == Verdict::fail ? waiver_of(item.id, policy) : nullptr;
  if (waiver == nullptr) {
    return;
  }
  const std::string until =
      waiver->until ? " until " + base::to_string(*waiver->until) : std::string();
  item.verdict = Verdict::warn;
  item.reason = "Waived" + until + ": " + waiver->reason + ". Without the waiver: " + item.reason;
  item.summary = "waived" + until + ": " + waiver->reason;
}

void choose(ChecklistItem& item, Grounds& grounds, const Policy& policy) {
  if (grounds.inapplicable) {
    return take(item, Verdict::not_applicable, *grounds.inapplicable);
  }
  if (grounds.contrary) {
    return take(item, Verdict::fail, *grounds.contrary);
  }
  if (grounds.strong) {
    return take(item, Verdict::pass, *grounds.strong);
  }
  if (grounds.partial) {
    return take(item, Verdict::warn, *grounds.partial);
  }
  const Attestation* attestation =
      grounds.attestable ? valid_attestation(item.id, grounds.subjects, policy) : nullptr;
  if (attestation != nullptr) {
    return attest(item, *attestation, policy.as_of);
  }
  if (const Attestation* old = expired_attestation(item.id, policy);
      old != nullptr && grounds.weak) {
    return expire(item, *old, *grounds.weak, policy);
  }
  if (grounds.weak) {
    return take(item, Verdict::attest, *grounds.weak);
  }
  if (grounds.unreadable) {
    return take(item, Verdict::unknown, *grounds.unreadable);
  }
  take(item, Verdict::fail, grounds.missing);
}

} // namespace

ChecklistItem decide(std::string_view id, std::string_view title, Grounds grounds,
                     const Policy& policy) {
  ChecklistItem item;
  item.id = id;
  item.title = title;
  choose(item, grounds, policy);
  waive(item, policy);
  item.absent = std::move(grounds.absent);
  for (std::string& failed : failed_attestations(id, policy)) {
    item.absent.push_back(std::move(failed));
  }
  item.rules = std::move(grounds.rules);
  std::sort(item.rules.begin(), item.rules.end());
  item.rules.erase(std::unique(item.rules.begin(), item.rules.end()), item.rules.end());
  return item;
}

} // namespace secaudit::audit
