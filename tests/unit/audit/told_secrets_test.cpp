// SPDX-License-Identifier: Apache-2.0
#include "audit/told_secrets.hpp"

#include "catch.hpp"
#include "project.hpp"

using namespace secaudit;
using namespace secaudit::audit_test;

namespace {

model::Finding finding(const char* rule, model::Severity severity, std::vector<int> lines) {
  model::Finding out;
  out.rule = rule;
  out.severity = severity;
  for (const int line : lines) {
    out.evidence.emplace_back(model::SourceEvidence{span("compose.yaml", line), "ab…"});
  }
  return out;
}

} // namespace

TEST_CASE("a secret that a rule about the compose file tells is no second finding") {
  std::vector<model::Finding> findings = {
      finding("CO404", model::Severity::high, {4, 9}),
      finding("SE001", model::Severity::critical, {4}),
      finding("SE001", model::Severity::high, {9}),     // a further place of CO404, not its own
      finding("SE001", model::Severity::high, {4, 20}), // also where nobody else tells it
      finding("CO409", model::Severity::low, {30}),
      finding("SE001", model::Severity::high, {30}), // CO409 is about the way, not the secret
  };
  audit::Policy policy;
  policy.as_of = {2026, 11, 25};
  CHECK(audit::drop_told_secrets(findings, policy));
  REQUIRE(findings.size() == 5);
  CHECK(findings[0].due == policy.as_of); // critical: at once
  CHECK(findings[0].severity == model::Severity::critical);
  CHECK(findings[1].evidence.size() == 1);
  CHECK(findings[2].evidence.size() == 2);
}

TEST_CASE("an accepted secret stays in the report") {
  std::vector<model::Finding> findings = {finding("CO401", model::Severity::high, {4}),
                                          finding("SE001", model::Severity::high, {4})};
  findings[1].standing = model::Standing::suppressed;
  CHECK_FALSE(audit::drop_told_secrets(findings, {}));
  CHECK(findings.size() == 2);
}

TEST_CASE("a secret whose teller is waived is told by the search") {
  std::vector<model::Finding> findings = {finding("CO401", model::Severity::high, {4}),
                                          finding("SE001", model::Severity::critical, {4})};
  findings[0].standing = model::Standing::suppressed;
  CHECK_FALSE(audit::drop_told_secrets(findings, {}));
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].severity == model::Severity::high);
}
