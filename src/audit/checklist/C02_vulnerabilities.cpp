// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <set>

namespace secaudit::audit {
namespace {

using model::Severity;

struct Count {
  std::size_t critical = 0;
  std::size_t high = 0;
  std::size_t high_fixable = 0;
  std::vector<model::Evidence> evidence;
  const model::Vulnerability* worst = nullptr;
};

// One fault of one package in one image counts once, whoever reported it.
Count count(const std::vector<model::Vulnerability>& all) {
  Count out;
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const model::Vulnerability& each : all) {
    if (each.severity < Severity::high
        || !seen.insert({each.id, each.package, each.image}).second) {
      continue;
    }
    const bool critical = each.severity == Severity::critical;
    ++(critical ? out.critical : out.high);
    if (!critical && each.fixed) {
      ++out.high_fixable;
    }
    out.evidence.push_back(model::PackageEvidence{each.purl, each.path, each.layer});
    if (out.worst == nullptr || each.severity > out.worst->severity) {
      out.worst = &each;
    }
  }
  return out;
}

bool due_passed(const Known& known) {
  const Outcomes outcomes = outcomes_for(known, "C2", {"DE*"});
  return std::any_of(outcomes.open.begin(), outcomes.open.end(), [&](const model::Finding* f) {
    return f->severity >= Severity::high && f->due && *f->due < known.policy.as_of;
  });
}

std::string step_for(const model::Vulnerability& worst) {
  return worst.fixed ? "update " + worst.package + " " + worst.version + " to " + *worst.fixed
                           + " (" + worst.id + ")"
                     : "watch " + worst.id + " in " + worst.package + ": no fix yet";
}

std::vector<std::string> uncovered(const Known& known) {
  std::vector<std::string> out;
  for (const model::VulnerabilityCoverage& each : known.subjects.coverage) {
    if (!each.not_covered.empty()) {
      out.push_back(each.subject + " (" + base::join(each.not_covered, ", ") + ")");
    }
  }
  return out;
}

void unscanned(const Known& known, Grounds& grounds) {
  const Outcomes old = outcomes_of(known, {"DF101", "DF102", "DF103", "DF104", "IM1*"});
  std::string more;
  std::vector<model::Evidence> evidence;
  for (const model::Finding* finding : old.open) {
    const bool ended = base::contains_ignoring_case(finding->title, "end of life")
                       || base::contains_ignoring_case(finding->message, "end of life")
                       || base::contains_ignoring_case(finding->message, "no longer");
    if (ended && !finding->evidence.empty()) {
      evidence.push_back(finding->evidence.front());
      grounds.rules.push_back(finding->rule);
    }
  }
  if (!evidence.empty()) {
    more = "; " + counted(evidence.size(), "base image") + " past end of life";
  }
  grounds.unreadable = Ground{
      "no vulnerability scanner ran" + more,
      "Nothing looked up the packages of the images and manifests in vulnerability data" + more
          + ".",
      evidence,
      "install docker scout, trivy or grype, or fetch advisories: docker secaudit db update"};
}

} // namespace

Grounds C2(const Known& known) {
  Grounds grounds;
  grounds.attestable = false;
  if (known.subjects.coverage.empty() && known.subjects.vulnerabilities.empty()) {
    unscanned(known, grounds);
    return grounds;
  }
  const Count found = count(known.subjects.vulnerabilities);
  const std::string numbers =
      std::to_string(found.critical) + " CRITICAL, " + std::to_string(found.high) + " HIGH";
  if (found.critical > 0 || due_passed(known)) {
    grounds.contrary = Ground{numbers + (found.critical > 0 ? ", due today" : ", overdue"),
                              numbers + " vulnerabilities are open.", found.evidence,
                              found.worst != nullptr ? step_for(*found.worst) : ""};
    return grounds;
  }
  if (const auto holes = uncovered(known); !holes.empty()) {
    grounds.unreadable =
        Ground{"no data for " + listed(holes, 1),
               "Vulnerability data do not cover everything: " + listed(holes, 5) + ".",
               found.evidence, "fetch the missing advisories: docker secaudit db update"};
    return grounds;
  }
  if (found.high > 0) {
    const std::string text =
        found.high_fixable > 0 ? numbers + ", due within 7 days" : numbers + ", no fix yet";
    grounds.partial = Ground{text, text + ".", found.evidence, step_for(*found.worst)};
    return grounds;
  }
  grounds.strong =
      Ground{"none open", "No CRITICAL or HIGH vulnerability is open in what was scanned.", {}, ""};
  return grounds;
}

} // namespace secaudit::audit
