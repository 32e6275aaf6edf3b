// SPDX-License-Identifier: Apache-2.0
#include "audit/told_secrets.hpp"

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
    if (!tells_a_secret(finding.rule)) {
      continue;
    }
    if (const auto lines = lines_of(finding); !lines.empty()) {
      out.emplace(lines.front(), &finding);
    }
  }
  return out;
}

/// Whether every place of the hit is told; the first that tells it takes over its severity.
bool is_told(const model::Finding& hit, const Tellers& tellers) {
  const auto lines = lines_of(hit);
  const bool told = !lines.empty() && std::all_of(lines.begin(), lines.end(), [&](const Line& at) {
    return tellers.count(at) != 0;
  });
  if (told) {
    model::Finding& teller = *tellers.find(lines.front())->second;
    teller.severity = std::max(teller.severity, hit.severity);
  }
  return told;
}

} // namespace

void drop_told_secrets(std::vector<model::Finding>& findings) {
  const Tellers tellers = tellers_among(findings);
  std::vector<bool> told(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    told[i] = findings[i].rule == "SE001" && findings[i].standing == model::Standing::open
              && is_told(findings[i], tellers);
  }
  std::size_t index = 0;
  std::erase_if(findings, [&](const model::Finding&) { return told[index++]; });
}

} // namespace secaudit::audit
