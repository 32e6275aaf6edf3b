// SPDX-License-Identifier: Apache-2.0
#include "audit/judge.hpp"

#include "audit/fingerprint.hpp"
#include "audit/standing.hpp"
#include "audit/suppressions.hpp"
#include "model/vulnerability.hpp"
#include "rules/evaluate.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace secaudit::audit {
namespace {

/// What a comment meets is known when every other rule has spoken.
constexpr std::string_view about_comments = "DF904";

bool about_services(const rules::Rule& rule) {
  return std::holds_alternative<rules::ServiceCheck>(rule.check)
         || std::holds_alternative<rules::DockerfileCheck>(rule.check)
         || std::holds_alternative<rules::ImageCheck>(rule.check)
         || std::holds_alternative<rules::ProxyCheck>(rule.check);
}

bool asleep(const rules::Rule& rule, const std::string& subject, const model::Subjects& subjects) {
  if (!about_services(rule) || !subjects.project) {
    return false;
  }
  const model::Service* service = subjects.project->service(subject);
  return service != nullptr && !service->active;
}

std::string file_of(const std::vector<rules::Issue>& issues) {
  for (const rules::Issue& issue : issues) {
    for (const model::Evidence& evidence : issue.evidence) {
      if (const auto* source = std::get_if<model::SourceEvidence>(&evidence)) {
        return source->span.file.str();
      }
    }
  }
  return {};
}

model::Finding finding_of(const rules::Rule& rule, const std::string& subject,
                          rules::Issue& issue) {
  model::Finding finding;
  finding.rule = rule.id;
  finding.title = rule.title;
  finding.subject = subject;
  finding.severity = issue.severity;
  finding.message = std::move(issue.message);
  finding.evidence = std::move(issue.evidence);
  finding.remedy = std::move(issue.remedy);
  finding.vulnerability = std::move(issue.vulnerability);
  finding.controls.assign(rule.controls.begin(), rule.controls.end());
  finding.items.assign(rule.items.begin(), rule.items.end());
  return finding;
}

class Judge {
 public:
  Judge(const rules::Context& context, const Policy& policy) : context_(context), policy_(policy) {}

  void apply(const rules::Rule& rule);
  const Judgement& so_far() const { return out_; }
  Judgement take();

 private:
  void add(const rules::Rule& rule, rules::Evaluation& evaluation);
  std::string known_as(const model::Finding& finding, const std::string& key,
                       std::size_t ordinal) const;

  const rules::Context& context_;
  const Policy& policy_;
  Judgement out_;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> ordinals_;
};

bool by_subject(const model::Check& a, const model::Check& b) {
  return a.subject < b.subject;
}

void Judge::apply(const rules::Rule& rule) {
  const auto first = static_cast<std::ptrdiff_t>(out_.checks.size());
  for (rules::Evaluation& evaluation : rules::evaluate(rule, context_)) {
    add(rule, evaluation);
  }
  if (!std::is_sorted(out_.checks.begin() + first, out_.checks.end(), by_subject)) {
    std::stable_sort(out_.checks.begin() + first, out_.checks.end(), by_subject);
  }
}

void Judge::add(const rules::Rule& rule, rules::Evaluation& evaluation) {
  rules::Verdict& verdict = evaluation.verdict;
  std::string place =
      evaluation.subject.empty() ? file_of(verdict.issues) : std::move(evaluation.subject);
  const model::Check& check = out_.checks.emplace_back(
      model::Check{std::string(rule.id), place.empty() ? context_.subjects.title : std::move(place),
                   verdict.outcome, std::move(verdict.reason), std::move(verdict.evidence)});
  if (verdict.issues.empty()) {
    return;
  }
  const std::string& subject = check.subject;
  const bool inactive = asleep(rule, subject, context_.subjects);
  for (rules::Issue& issue : verdict.issues) {
    model::Finding finding = finding_of(rule, subject, issue);
    if (inactive) {
      finding.severity = model::Severity::info;
      finding.message += " (The service belongs to a profile that is not enabled.)";
    }
    const std::size_t ordinal = ordinals_[{finding.rule, subject, issue.key}]++;
    finding.fingerprint = fingerprint(finding.rule, subject, issue.key, ordinal);
    set_due_date(finding, policy_, known_as(finding, issue.key, ordinal));
    set_standing(finding, policy_);
    out_.findings.push_back(std::move(finding));
  }
}

auto order(const model::Finding& finding) {
  const std::string place =
      finding.evidence.empty() ? std::string() : model::place_of(finding.evidence.front());
  const auto* source = finding.evidence.empty()
                           ? nullptr
                           : std::get_if<model::SourceEvidence>(&finding.evidence.front());
  return std::tuple(-static_cast<int>(finding.severity), finding.rule, finding.subject,
                    source != nullptr ? source->span.begin : model::Position{}, place,
                    finding.fingerprint);
}

/// The fingerprint that earlier runs knew the finding by: a scanner may have called the same fault
/// by another of its names.
std::string Judge::known_as(const model::Finding& finding, const std::string& key,
                            std::size_t ordinal) const {
  const auto& v = finding.vulnerability;
  if (v == nullptr || policy_.past.contains(finding.fingerprint) || !key.ends_with(v->id)) {
    return finding.fingerprint;
  }
  const std::string place = key.substr(0, key.size() - v->id.size());
  for (const std::string& alias : v->aliases) {
    std::string other = fingerprint(finding.rule, finding.subject, place + alias, ordinal);
    if (policy_.past.contains(other)) {
      return other;
    }
  }
  return finding.fingerprint;
}

Judgement Judge::take() {
  sort_findings(out_.findings);
  const auto by_rule = [](const model::Check& a, const model::Check& b) {
    return std::tie(a.rule, a.subject) < std::tie(b.rule, b.subject);
  };
  // The rules come in the order of the catalogue, but for the last.
  const auto rest = std::is_sorted_until(out_.checks.begin(), out_.checks.end(), by_rule);
  std::stable_sort(rest, out_.checks.end(), by_rule);
  std::inplace_merge(out_.checks.begin(), rest, out_.checks.end(), by_rule);
  return std::move(out_);
}

} // namespace

void sort_findings(std::vector<model::Finding>& findings) {
  // Each order is worked out once: it holds texts that are made for it.
  std::vector<std::pair<decltype(order(findings.front())), std::size_t>> places;
  places.reserve(findings.size());
  for (const model::Finding& finding : findings) {
    places.emplace_back(order(finding), places.size());
  }
  std::sort(places.begin(), places.end());
  std::vector<model::Finding> sorted;
  sorted.reserve(places.size());
  for (const auto& [place, index] : places) {
    sorted.push_back(std::move(findings[index]));
  }
  findings = std::move(sorted);
}

Judgement judge(const std::vector<rules::Entry>& catalogue, const rules::Context& context,
                const Policy& policy) {
  Judge judge(context, policy);
  const rules::Rule* last = nullptr;
  for (const rules::Entry& entry : catalogue) {
    if (entry.rule.id == about_comments) {
      last = &entry.rule;
    } else if (!entry.rule.strict_only || context.strict) {
      judge.apply(entry.rule);
    }
  }
  if (last != nullptr) {
    context.memo.get<rules::Surroundings>().idle_comments =
        idle_comments(policy, catalogue, judge.so_far());
    judge.apply(*last);
  }
  return judge.take();
}

} // namespace secaudit::audit
