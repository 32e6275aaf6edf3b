// SPDX-License-Identifier: Apache-2.0
#include "audit/told_secrets.hpp"

#include "audit/standing.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace secaudit::audit {
namespace {

using Line = std::pair<std::string, int>;
using Tellers = std::multimap<Line, model::Finding*>;

/// The rules whose first place is the secret itself.
bool tells_a_secret(std::string_view rule) {
  constexpr std::array<std::string_view, 9> rules = {"CO401", "CO402", "CO403", "CO404", "CO405",
                                                     "CO406", "CO407", "CO411", "CO417"};
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

std::vector<Line> lines_of(const model::Finding& finding) {
  std::vector<Line> out;
  for (const model::Evidence& evidence : finding.evidence) {
    if (const auto* source = std::get_if<model::SourceEvidence>(&evidence)) {
      out.emplace_back(source->span.file.str(), source->span.begin.line);
    }
  }
  return out;
}

Tellers tellers_among(std::vector<model::Finding>& findings) {
  Tellers out;
  for (model::Finding& finding : findings) {
    // A waived one tells nobody.
    if (!tells_a_secret(finding.rule) || finding.standing != model::Standing::open) {
      continue;
    }
    if (const auto lines = lines_of(finding); !lines.empty()) {
      out.emplace(lines.front(), &finding);
    }
  }
  return out;
}

/// The first that tells the hit, when every place of it is told; else nullptr.
model::Finding* teller_of(const model::Finding& hit, const Tellers& tellers) {
  const auto lines = lines_of(hit);
  const bool told = !lines.empty() && std::all_of(lines.begin(), lines.end(), [&](const Line& at) {
    return tellers.count(at) != 0;
  });
  return told ? tellers.find(lines.front())->second : nullptr;
}

} // namespace

bool drop_told_secrets(std::vector<model::Finding>& findings, const Policy& policy) {
  const Tellers tellers = tellers_among(findings);
  std::vector<bool> told(findings.size());
  bool raised = false;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const model::Finding& hit = findings[i];
    model::Finding* teller = hit.rule == "SE001" && hit.standing == model::Standing::open
                                 ? teller_of(hit, tellers)
                                 : nullptr;
    told[i] = teller != nullptr;
    if (teller != nullptr && teller->severity < hit.severity) {
      teller->severity = hit.severity;
      set_due_date(*teller, policy, teller->fingerprint);
      raised = true;
    }
  }
  std::size_t index = 0;
  std::erase_if(findings, [&](const model::Finding&) { return told[index++]; });
  return raised;
}

} // namespace secaudit::audit
