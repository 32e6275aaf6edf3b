// SPDX-License-Identifier: Apache-2.0
#include "plugin/secret_report.hpp"

#include "audit/fingerprint.hpp"
#include "audit/judge.hpp"
#include "audit/standing.hpp"
#include "audit/summaries.hpp"
#include "rules/catalogue.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace secaudit::plugin {
namespace {

constexpr std::size_t shown_digits = 12; ///< of a commit's id

bool is_file(const SecretPlace& place) {
  return !place.path.starts_with('(') && !place.path.ends_with("(its name)");
}

/// What a sceptic types to see it.
model::CommandEvidence shown_by(const SecretPlace& place, const std::string& masked) {
  model::CommandEvidence evidence;
  evidence.argv = {"git", "show", is_file(place) ? place.commit + ":" + place.path : place.commit};
  evidence.excerpt = masked;
  return evidence;
}

std::string remedy(const FoundSecret& secret) {
  const SecretPlace& first = secret.places.front();
  const bool named = secret.masked.empty();
  const std::string revoke =
      named ? "Make a new one where it is in use" : "Revoke it where it was issued";
  if (first.commit.empty()) {
    return revoke + ", then take it out of " + first.path
           + (named ? " and name the file in .gitignore and .dockerignore."
                    : " and read it from the environment or a secret.");
  }
  const std::string commit = first.commit.substr(0, shown_digits);
  if (first.path.starts_with("(tag")) {
    return revoke + ", then delete the tag with git tag -d and make it again without the secret.";
  }
  return revoke + ", then take it out of the history from commit " + commit + " on: git rebase -i "
         + commit + "^, mark it `edit`, remove the secret, git commit "
         + "--amend, git rebase --continue.";
}

class Builder {
 public:
  explicit Builder(const audit::Policy& policy) : policy_(policy) {
    for (const rules::Entry& entry : rules::catalogue()) {
      if (entry.rule.id == "SE001" || entry.rule.id == "SE002") {
        catalogue_.push_back(entry);
      }
    }
  }

  const std::vector<rules::Entry>& catalogue() const { return catalogue_; }

  model::Finding finding(const FoundSecret& secret) {
    const rules::Rule& rule = catalogue_[secret.masked.empty() ? 1 : 0].rule;
    const SecretPlace& first = secret.places.front();
    model::Finding out;
    out.rule = rule.id;
    out.title = secret.title;
    out.subject = first.path;
    out.severity = model::parse_severity(secret.severity).value_or(model::Severity::high);
    out.message = message(secret);
    out.remedy = remedy(secret);
    out.controls.assign(rule.controls.begin(), rule.controls.end());
    out.items.assign(rule.items.begin(), rule.items.end());
    for (const SecretPlace& place : secret.places) {
      out.evidence.push_back(
          model::SourceEvidence{{place.path, place.begin, place.end}, secret.masked});
      if (!place.commit.empty()) {
        out.evidence.push_back(shown_by(place, secret.masked));
      }
    }
    // The same words as the rules use, so that a suppression or a first sight holds for both.
    const std::string key =
        secret.masked.empty() ? "file[" + first.path + "]" : secret.format + "[" + first.path + "]";
    out.fingerprint = audit::fingerprint(out.rule, out.subject, key, ordinals_[out.rule + key]++);
    audit::set_due_date(out, policy_, out.fingerprint);
    audit::set_standing(out, policy_);
    return out;
  }

 private:
  static std::string message(const FoundSecret& secret) {
    const SecretPlace& first = secret.places.front();
    std::string text =
        secret.masked.empty()
            ? "The file " + first.path + " is by its name a secret (" + secret.title + ")"
            : secret.title + " in " + first.path + " (" + secret.masked + ")";
    if (!first.commit.empty()) {
      text += ", since commit " + first.commit.substr(0, shown_digits);
    }
    const std::size_t more = secret.places.size() - 1;
    if (more > 0) {
      text += ", and in " + std::to_string(more) + (more == 1 ? " more place" : " more places");
    }
    return text + ".";
  }

  const audit::Policy& policy_;
  std::vector<rules::Entry> catalogue_;
  std::map<std::string, std::size_t> ordinals_;
};

} // namespace

model::Report secret_report(const std::vector<FoundSecret>& finds, SecretScope scope,
                            const audit::Policy& policy) {
  Builder builder(policy);
  model::Report report;
  report.tool_version = SECAUDIT_VERSION;
  report.title = scope.title + (scope.looked_at.empty() ? "" : "   " + scope.looked_at);
  report.kind = "secrets";
  report.as_of = policy.as_of;
  report.gaps = std::move(scope.gaps);
  std::vector<std::string> fingerprints;
  for (const FoundSecret& secret : finds) {
    report.findings.push_back(builder.finding(secret));
    fingerprints.push_back(report.findings.back().fingerprint);
  }
  audit::sort_findings(report.findings);
  for (const rules::Entry& entry : builder.catalogue()) {
    const bool found =
        std::any_of(report.findings.begin(), report.findings.end(),
                    [&](const auto& finding) { return finding.rule == entry.rule.id; });
    report.checks.push_back({std::string(entry.rule.id),
                             scope.title,
                             found                 ? model::Outcome::fail
                             : report.gaps.empty() ? model::Outcome::pass
                                                   : model::Outcome::unknown,
                             scope.looked_at,
                             {}});
  }
  report.rules = audit::help_for(report.findings, builder.catalogue());
  report.report_id = audit::report_id(std::move(fingerprints));
  return report;
}

} // namespace secaudit::plugin
