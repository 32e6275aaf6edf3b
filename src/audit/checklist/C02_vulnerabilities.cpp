// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/checklist/scanned.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace secaudit::audit {
namespace {

using model::Finding;
using model::Severity;
using model::Vulnerability;

struct Count {
  std::vector<const Finding*> critical;
  std::vector<const Finding*> high;
  std::vector<const Finding*> exploited;
  std::vector<const Finding*> overdue;
  std::size_t fixable = 0;
  std::size_t unrated = 0;  ///< open, of a severity that nobody knows
  std::size_t accepted = 0; ///< waived, or taken out by VEX
  std::vector<model::Evidence> evidence;
  const Finding* worst = nullptr;

  std::size_t open() const { return critical.size() + high.size(); }
};

bool fixable(const Vulnerability& v) {
  return v.fixed.has_value() && v.fix_state.empty();
}

bool more_urgent(const Finding& a, const Finding& b) {
  const auto rank = [](const Finding& f) {
    return std::tuple(!f.vulnerability->exploited_since.empty(), fixable(*f.vulnerability),
                      static_cast<int>(f.severity));
  };
  return rank(a) > rank(b);
}

// One fault of one package in one image counts once, whoever reported it and whoever runs it.
Count count(const Known& known) {
  Count out;
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const Finding& each : known.judgement.findings) {
    if (each.vulnerability == nullptr) {
      continue;
    }
    const Vulnerability& v = *each.vulnerability;
    const bool exploited = !v.exploited_since.empty();
    const bool first = seen.insert({v.id, v.package, v.image + v.manifest}).second;
    const bool open = each.standing == model::Standing::open;
    out.unrated += first && open && !v.severity_known ? 1U : 0U;
    if (!first || (each.severity < Severity::high && !exploited)) {
      continue;
    }
    if (!open) {
      ++out.accepted;
      continue;
    }
    if (each.severity >= Severity::high) {
      (each.severity == Severity::critical ? out.critical : out.high).push_back(&each);
    }
    if (exploited) {
      out.exploited.push_back(&each);
    }
    if (each.due && *each.due < known.policy.as_of) {
      out.overdue.push_back(&each);
    }
    out.fixable += fixable(v) ? 1U : 0U;
    out.evidence.push_back(model::PackageEvidence{v.purl, v.path, v.layer});
    if (out.worst == nullptr || more_urgent(each, *out.worst)) {
      out.worst = &each;
    }
  }
  return out;
}

std::string numbers(const Count& found) {
  std::string text = std::to_string(found.critical.size()) + " CRITICAL, "
                     + std::to_string(found.high.size()) + " HIGH";
  if (!found.exploited.empty()) {
    text += ", " + std::to_string(found.exploited.size()) + " exploited";
  }
  return text;
}

std::string step_for(const Vulnerability& worst) {
  const std::string to = worst.upgrade.empty() ? worst.fixed.value_or("") : worst.upgrade;
  return fixable(worst)
             ? "update " + worst.package + " " + worst.version + " to " + to + " (" + worst.id + ")"
             : "watch " + worst.id + " in " + worst.package + ": no fix yet";
}

/// "overdue 3 days", "due today", "first due in 4 days".
std::string when(const Count& found, base::Date today) {
  std::optional<base::Date> first;
  for (const auto* group : {&found.critical, &found.high, &found.exploited}) {
    for (const Finding* each : *group) {
      if (each->due && (!first || *each->due < *first)) {
        first = each->due;
      }
    }
  }
  const int days = first ? base::days_between(today, *first) : 0;
  if (days < 0) {
    return std::to_string(found.overdue.size()) + " overdue, the first " + std::to_string(-days)
           + (days == -1 ? " day" : " days");
  }
  return days == 0 ? "due today"
                   : "first due in " + std::to_string(days) + (days == 1 ? " day" : " days");
}

void not_looked(const Known& known, Grounds& grounds) {
  std::string more;
  const auto ended = ended_bases(known);
  std::vector<model::Evidence> evidence;
  for (const Finding* finding : ended) {
    evidence.push_back(finding->evidence.front());
    grounds.rules.push_back(finding->rule);
  }
  if (!ended.empty()) {
    more = "; " + counted(ended.size(), "base image") + " past end of life";
  }
  const auto failed = failed_runs(known);
  const std::string why =
      failed.empty() ? "no vulnerability scanner ran" : "nothing audited: " + listed(failed, 2);
  grounds.unreadable = Ground{
      why + more,
      "Nothing looked up the packages of the images and manifests in vulnerability data (" + why
          + ")" + more + ".",
      evidence,
      "install docker scout, trivy or grype, or fetch advisories: docker secaudit db update"};
}

std::string accepted_note(const Count& found) {
  return found.accepted == 0 ? ""
                             : ", " + std::to_string(found.accepted) + " accepted or not affected";
}

} // namespace

Grounds C2(const Known& known) {
  Grounds grounds;
  grounds.attestable = false;
  const Count found = count(known);
  if (!anything_looked_up(known) && found.worst == nullptr) {
    not_looked(known, grounds);
    return grounds;
  }
  const std::string text = numbers(found);
  const bool only_unfixable = found.fixable == 0 && found.exploited.empty();
  const bool due = !found.critical.empty() || !found.exploited.empty() || !found.overdue.empty();
  if (due && !only_unfixable) {
    const std::string summary = text + ", " + when(found, known.policy.as_of);
    grounds.contrary =
        Ground{summary, "Open vulnerabilities: " + summary + accepted_note(found) + ".",
               found.evidence, step_for(*found.worst->vulnerability)};
    return grounds;
  }
  if (const auto holes = not_covered(known); !holes.empty()) {
    grounds.unreadable =
        Ground{"no data for " + listed(holes, 1),
               "Vulnerability data do not cover everything: " + listed(holes, 5) + ".",
               found.evidence, "fetch the missing advisories: docker secaudit db update"};
    return grounds;
  }
  if (found.open() > 0) {
    const std::string summary =
        only_unfixable ? text + ", no fix yet" : text + ", " + when(found, known.policy.as_of);
    grounds.partial = Ground{summary, summary + accepted_note(found) + ".", found.evidence,
                             step_for(*found.worst->vulnerability)};
    return grounds;
  }
  if (found.unrated > 0) {
    const std::string summary =
        "none known as CRITICAL or HIGH, " + std::to_string(found.unrated) + " rated by nobody";
    grounds.partial = Ground{summary,
                             summary + accepted_note(found) + ".",
                             {},
                             "look at the unrated ones: docker secaudit with --verbose"};
    return grounds;
  }
  if (const int age = data_age(known); age > stale_after_days) {
    grounds.partial = Ground{"none open by data of " + std::to_string(age) + " days ago",
                             "No CRITICAL or HIGH vulnerability is open, but the advisory data are "
                                 + std::to_string(age) + " days old.",
                             {},
                             "docker secaudit db update"};
    return grounds;
  }
  grounds.strong = Ground{"none open" + accepted_note(found),
                          "No CRITICAL or HIGH vulnerability is open in what was scanned"
                              + accepted_note(found) + ".",
                          {},
                          ""};
  return grounds;
}

} // namespace secaudit::audit
