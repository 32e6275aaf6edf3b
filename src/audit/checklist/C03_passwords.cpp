// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "base/text.hpp"
#include "model/secret_names.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace secaudit::audit {
namespace {

using Judged = model::PasswordJudgement;
using Strength = Judged::Strength;

bool concerns_production(const Judged& judged, const Known& known) {
  if (!known.subjects.project || judged.service.empty()) {
    return true;
  }
  const model::Service* service = known.subjects.project->service(judged.service);
  return service == nullptr || service->active;
}

model::Evidence place(const Judged& judged) {
  return rules::at(judged.span.known() ? judged.span : judged.use,
                   judged.name + "=" + judged.masked);
}

struct Sorted {
  std::vector<const Judged*> bad, borderline, good, elsewhere;
};

bool in_dotenv(const Judged& judged, const Known& known) {
  if (!known.subjects.project) {
    return false;
  }
  const auto& files = known.subjects.project->dotenv_files;
  return std::find(files.begin(), files.end(), judged.span.file) != files.end();
}

/// What CO412 says about this very setting, or nullptr.
const model::Finding* lets_everybody_in(const Judged& judged, const Known& known) {
  for (const model::Finding& finding : known.judgement.findings) {
    const bool same_place =
        std::any_of(finding.evidence.begin(), finding.evidence.end(), [&](const auto& each) {
          const auto* source = std::get_if<model::SourceEvidence>(&each);
          return source != nullptr && source->span == judged.span;
        });
    if (finding.rule == "CO412" && finding.severity >= model::Severity::high && same_place
        && base::contains(finding.message, judged.name)) {
      return &finding;
    }
  }
  return nullptr;
}

Sorted sorted(const Known& known) {
  Sorted out;
  for (const Judged& judged : known.subjects.passwords) {
    if (!concerns_production(judged, known)) {
      continue;
    }
    switch (judged.strength) {
    case Strength::weak:
      out.bad.push_back(&judged);
      break;
    case Strength::empty:
      // Nothing is set yet, unless the image then lets everybody in.
      (lets_everybody_in(judged, known) != nullptr ? out.bad : out.elsewhere).push_back(&judged);
      break;
    case Strength::borderline:
      out.borderline.push_back(&judged);
      break;
    case Strength::strong:
      (judged.fallback ? out.borderline : out.good).push_back(&judged);
      break;
    case Strength::not_here:
      out.elsewhere.push_back(&judged);
      break;
    case Strength::not_judged:
      break;
    }
  }
  // The item is about .env first.
  std::stable_sort(out.bad.begin(), out.bad.end(), [&](const Judged* a, const Judged* b) {
    return in_dotenv(*a, known) && !in_dotenv(*b, known);
  });
  return out;
}

Ground ground(const std::vector<const Judged*>& list, std::string next_step) {
  Ground out;
  std::set<std::string> places;
  for (const Judged* judged : list) {
    model::Evidence evidence = place(*judged);
    if (places.insert(model::place_of(evidence)).second) {
      out.evidence.push_back(std::move(evidence));
    }
  }
  const Judged& first = *list.front();
  out.summary = first.name;
  if (out.evidence.size() > 1) {
    out.summary += " +" + std::to_string(out.evidence.size() - 1);
  }
  out.summary += "  " + model::place_of(out.evidence.front());
  out.reason = first.name + ": " + first.reason;
  out.next_step = std::move(next_step);
  return out;
}

/// Images of databases read these when the data folder is empty, and never again.
bool read_once(std::string_view name) {
  return name.starts_with("POSTGRES_") || name.starts_with("MYSQL_") || name.starts_with("MARIADB_")
         || name.starts_with("MONGO_INITDB_") || name.starts_with("DOCKER_INFLUXDB_INIT_");
}

/// Hexadecimal digits need no quotes in .env, YAML and URLs. The value itself is made where it is
/// written: reports are the same for the same input, and hold no secret.
std::string replacement(const Judged& judged, const Known& known) {
  // What is switched off or never set has no value that could be replaced.
  if (judged.strength == Strength::empty) {
    const model::Finding* open = lets_everybody_in(judged, known);
    return open != nullptr ? open->remedy : "set " + judged.name;
  }
  const bool key = judged.demand == Judged::Demand::key;
  const bool whole = judged.name.starts_with("--") || model::demand_of(judged.name);
  std::string out = "replace " + std::string(whole ? "" : "the password inside ") + judged.name
                    + " by a random value of " + (key ? "64" : "32")
                    + " characters: openssl rand -hex " + (key ? "32" : "16");
  if (read_once(judged.name)) {
    out += "; a database that exists already keeps its old password, change it there as well";
  }
  return out;
}

bool tree_has_secret_files(const Known& known) {
  return known.subjects.project && !known.subjects.project->secrets.empty();
}

/// A variable that is named like a password and given no value here, wherever it is used: in a
/// command, or in the midst of a configuration that is one value for Compose. Or nullptr.
const model::Variable* unset_password(const Known& known) {
  if (!known.subjects.project) {
    return nullptr;
  }
  const auto& unset = known.subjects.project->unset_variables;
  const auto found = std::find_if(unset.begin(), unset.end(), [](const model::Variable& variable) {
    return model::demand_of(variable.name).has_value();
  });
  return found == unset.end() ? nullptr : &*found;
}

} // namespace

Grounds C3(const Known& known) {
  Grounds grounds;
  const Sorted found = sorted(known);
  const Outcomes same = outcomes_of(known, {"CO412", "CO413"});
  grounds.rules.assign(same.rules.begin(), same.rules.end());
  grounds.absent = {};
  if (!found.bad.empty()) {
    grounds.contrary = ground(found.bad, replacement(*found.bad.front(), known));
    return grounds;
  }
  if (!same.open.empty() && same.worst_at_least(model::Severity::high)) {
    grounds.contrary = ground_of(same.open);
    return grounds;
  }
  if (!found.borderline.empty()) {
    grounds.partial = ground(found.borderline, replacement(*found.borderline.front(), known));
    return grounds;
  }
  if (!same.open.empty()) {
    grounds.partial = ground_of(same.open);
    return grounds;
  }
  if (!found.elsewhere.empty()) {
    grounds.weak =
        ground(found.elsewhere, "attest that the values given at deploy time are strong: "
                                "docker secaudit attest C3 --by NAME --evidence LINK");
    grounds.weak->summary = "supplied at deploy time: " + found.elsewhere.front()->name;
    return grounds;
  }
  if (!found.good.empty()) {
    grounds.strong = ground(found.good, "");
    grounds.strong->summary = counted(found.good.size(), "password") + " judged, all strong";
    grounds.strong->reason = "Every password-like value in force is strong.";
    return grounds;
  }
  if (const model::Variable* unset = unset_password(known)) {
    grounds.weak =
        Ground{"supplied at deploy time: " + unset->name,
               unset->name + " is used and has no value in these files.",
               {rules::at(unset->span.known() ? unset->span : unset->name_span, unset->name)},
               "attest that the values given at deploy time are strong: docker secaudit attest C3 "
               "--by NAME --evidence LINK"};
    return grounds;
  }
  if (tree_has_secret_files(known)) {
    grounds.weak =
        Ground{"kept in secrets, values not judged",
               "Passwords come from Compose secrets whose values were not judged.",
               {},
               "attest their strength: docker secaudit attest C3 --by NAME --evidence LINK"};
    return grounds;
  }
  if (known.project_unreadable()) {
    grounds.unreadable = Ground{"compose files not readable", "", {}, "mend the compose files"};
    return grounds;
  }
  grounds.inapplicable = Ground{"nothing takes a password",
                                "No service and no .env file takes a password-like value.",
                                {},
                                ""};
  return grounds;
}

} // namespace secaudit::audit
