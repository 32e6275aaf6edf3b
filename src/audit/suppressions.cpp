// SPDX-License-Identifier: Apache-2.0
#include "audit/suppressions.hpp"

#include "audit/standing.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace secaudit::audit {
namespace {

constexpr std::string_view mark = "secaudit:ignore";

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

/// Takes `until=YYYY-MM-DD` out of a reason. False when the date is none.
bool take_date(std::string& reason, std::optional<base::Date>& until) {
  const std::size_t at = reason.find("until=");
  if (at == std::string::npos) {
    return true;
  }
  const std::size_t end = std::min(reason.find_first_of(" \t,;", at), reason.size());
  until = base::parse_date(reason.substr(at + 6, end - at - 6));
  reason.erase(at, end - at);
  while (!reason.empty()
         && std::string_view(" \t,;").find(reason.back()) != std::string_view::npos) {
    reason.pop_back();
  }
  return until.has_value();
}

void read(const model::Comment& comment, int line, std::vector<Suppression>& out,
          std::vector<model::Gap>& notices) {
  const std::string_view text = base::trim(comment.text);
  if (!text.starts_with(mark)) {
    return;
  }
  const std::string form = "write `# secaudit:ignore=CO101 the reason`";
  std::string_view rest = text.substr(mark.size());
  if (!rest.starts_with('=')) {
    tell(comment.span, "a suppression without a rule", form, notices);
    return;
  }
  rest.remove_prefix(1);
  const std::size_t space = rest.find_first_of(" \t");
  const std::string_view rules = rest.substr(0, space);
  std::string reason(space == std::string_view::npos ? "" : base::trim(rest.substr(space)));
  std::optional<base::Date> until;
  if (!take_date(reason, until)) {
    tell(comment.span, "a suppression whose `until` is no date", "write until=YYYY-MM-DD", notices);
    return;
  }
  if (reason.empty()) {
    tell(comment.span, "the suppression of " + std::string(rules) + " has no reason and no effect",
         form, notices);
    return;
  }
  for (const std::string_view rule : base::split(rules, ',')) {
    Suppression made;
    made.rule = rule;
    made.reason = reason;
    made.until = until;
    made.span = comment.span;
    made.line = line;
    if (!rule.empty()) {
      out.push_back(std::move(made));
    }
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
    const std::string what =
        suppression.rule + (suppression.subject.empty() ? "" : " for " + suppression.subject);
    if (!known(suppression.rule, catalogue)) {
      tell(suppression.span, "there is no rule " + suppression.rule + " to suppress",
           "`docker secaudit rules list` names them", notices);
      continue;
    }
    const bool meets =
        std::any_of(judgement.findings.begin(), judgement.findings.end(),
                    [&](const model::Finding& finding) { return covers(suppression, finding); });
    if (meets && suppression.until && *suppression.until < policy.as_of) {
      tell(suppression.span,
           "the suppression of " + what + " ended on " + base::to_string(*suppression.until)
               + "; its findings count again",
           "mend them, or decide anew with a later date", notices);
    } else if (!meets && was_decided(suppression, judgement)) {
      tell(suppression.span, "the suppression of " + what + " meets no finding",
           "delete it, or correct its place", notices);
    }
  }
}

} // namespace secaudit::audit
