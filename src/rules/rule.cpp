// SPDX-License-Identifier: Apache-2.0
#include "rules/rule.hpp"

#include <utility>

namespace secaudit::rules {

Verdict pass(std::string reason, std::vector<model::Evidence> evidence) {
  return {model::Outcome::pass, std::move(reason), std::move(evidence), {}};
}

Verdict not_applicable(std::string reason) {
  return {model::Outcome::not_applicable, std::move(reason), {}, {}};
}

Verdict unknown(std::string reason) {
  return {model::Outcome::unknown, std::move(reason), {}, {}};
}

Verdict fail(Issue issue) {
  return {model::Outcome::fail, {}, {}, {std::move(issue)}};
}

Verdict from_issues(std::vector<Issue> issues, std::string reason_when_clean) {
  if (issues.empty()) {
    return pass(std::move(reason_when_clean));
  }
  return {model::Outcome::fail, {}, {}, std::move(issues)};
}

model::Evidence at(const model::Span& span, std::string excerpt) {
  return model::SourceEvidence{span, std::move(excerpt)};
}

} // namespace secaudit::rules
