// SPDX-License-Identifier: Apache-2.0
#include "audit/suppressions.hpp"

#include "audit/standing.hpp"
#include "model/ignore_comment.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace secaudit::audit {
namespace {

void tell(const model::Span& span, std::string why, std::string hint,
          std::vector<model::Gap>& notices) {
  model::Gap gap{"suppression", span.file.str(), std::move(why), span, std::move(hint)};
  gap.advisory = true;
  notices.push_back(std::move(gap));
}

/// The line that a comment stands for.
int line_of(const model::Comment& comment, const std::set<std::pair<std::string, int>>& alone) {
  int line = comment.span.begin.line;
  if (!comment.alone) {
    return line;
  }
  while (alone.contains({comment.span.file.str(), line})) {
    ++line;
  }
  return line;
}

void read(const model::Comment& comment, int line, std::vector<Suppression>& out,
          std::vector<model::Gap>& notices) {
  const auto ignore = model::read_ignore_comment(comment.text);
  if (!ignore) {
    return;
  }
  if (!ignore->fault.empty()) {
    tell(comment.span, ignore->fault, ignore->hint, notices);
    return;
  }
  for (const std::string& rule : ignore->rules) {
    Suppression made;
    made.rule = rule;
    made.subject = ignore->whole_file ? comment.span.file.str() : "";
    made.reason = ignore->reason;
    made.until = ignore->until;
    made.span = comment.span;
    made.line = ignore->whole_file ? 0 : line;
    out.push_back(std::move(made));
  }
}

bool known(std::string_view pattern, const std::vector<rules::Entry>& catalogue) {
  return std::any_of(catalogue.begin(), catalogue.end(),
                     [&](const rules::Entry& entry) { return names_rule(pattern, entry.rule.id); });
}

/// Whether the rule could be decided for what the suppression names.
bool was_decided(const Suppression& suppression, const Judgement& judgement) {
  return std::any_of(
      judgement.checks.begin(), judgement.checks.end(), [&](const model::Check& check) {
        return names_rule(suppression.rule, check.rule) && check.outcome != model::Outcome::unknown;
      });
}

/// Why a suppression suppresses nothing.
struct Idle {
  std::string why;
  std::string hint;
};

std::optional<Idle> idle_of(const Suppression& suppression, base::Date day,
                            const std::vector<rules::Entry>& catalogue,
                            const Judgement& judgement) {
  const bool named =
      !suppression.subject.empty() && suppression.comment == Suppression::Comment::none;
  const std::string what = suppression.rule + (named ? " for " + suppression.subject : "");
  if (!known(suppression.rule, catalogue)) {
    return Idle{"there is no rule " + suppression.rule + " to suppress",
                "`docker secaudit rules list` names them"};
  }
  const bool meets =
      std::any_of(judgement.findings.begin(), judgement.findings.end(),
                  [&](const model::Finding& finding) { return covers(suppression, finding); });
  if (meets && suppression.until && *suppression.until < day) {
    return Idle{"the suppression of " + what + " ended on " + base::to_string(*suppression.until)
                    + "; its findings count again",
                "mend them, or decide anew with a later date"};
  }
  if (!meets && was_decided(suppression, judgement)) {
    return Idle{"the suppression of " + what + " meets no finding",
                "delete it, or correct its place"};
  }
  return std::nullopt;
}

} // namespace

std::vector<Suppression> inline_suppressions(const model::Subjects& subjects,
                                             std::vector<model::Gap>& notices) {
  std::vector<Suppression> out;
  if (!subjects.project) {
    return out;
  }
  std::set<std::pair<std::string, int>> alone;
  for (const model::Comment& comment : subjects.project->comments) {
    if (comment.alone) {
      alone.emplace(comment.span.file.str(), comment.span.begin.line);
    }
  }
  for (const model::Comment& comment : subjects.project->comments) {
    read(comment, line_of(comment, alone), out, notices);
  }
  return out;
}

void tell_idle_suppressions(const Policy& policy, const std::vector<rules::Entry>& catalogue,
                            const Judgement& judgement, std::vector<model::Gap>& notices) {
  for (const Suppression& suppression : policy.suppressions) {
    if (suppression.comment != Suppression::Comment::none) {
      continue;
    }
    if (const auto idle = idle_of(suppression, policy.as_of, catalogue, judgement)) {
      tell(suppression.span, idle->why, idle->hint, notices);
    }
  }
}

std::vector<rules::IdleComment> idle_comments(const Policy& policy,
                                              const std::vector<rules::Entry>& catalogue,
                                              const Judgement& judgement) {
  std::vector<rules::IdleComment> out;
  for (const Suppression& suppression : policy.suppressions) {
    if (suppression.comment != Suppression::Comment::own) {
      continue;
    }
    if (auto idle = idle_of(suppression, policy.as_of, catalogue, judgement)) {
      out.push_back({suppression.span, suppression.rule, std::move(idle->why)});
    }
  }
  return out;
}

} // namespace secaudit::audit
