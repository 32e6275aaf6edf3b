// SPDX-License-Identifier: Apache-2.0
// Snippets of the test suites of other linters, with their opinion on one rule each, against ours.
// Rules where we differ on purpose (rules/dockerfile.md section 8) are left out.
#include "audit/judge.hpp"
#include "audit/pragmas.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "project/dockerfile/parse.hpp"
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

namespace fs = std::filesystem;
using boost::json::value;

/// Where our side is another one on purpose (rules/dockerfile.md section 8): all cases of a rule,
/// or those that hold a certain text.
struct Difference {
  std::string_view rule;
  std::string_view part;
};
constexpr Difference differences[] = {
    // the final chain only, values instead of names, order instead of counts
    {"DL3002", ""},
    {"DL3064", ""},
    {"DL3029", ""},
    {"DL3057", ""},
    {"DL3025", ""},
    {"DS-0002", ""},
    {"CKV_DOCKER_5", ""},
    {"CKV_DOCKER_3", ""},
    {"CKV_DOCKER_2", ""},
    {"DS-0026", ""},
    {"CKV_DOCKER_4", ""},
    {"DS-0005", ""},
    {"DS-0029", ""},
    {"DS-0011", ""},
    // a range is no pin
    {"DL3013", ">="},
    {"DL3013", "<"},
    {"DL3013", "~="},
    // ash of Alpine knows pipefail
    {"DL4006", "\"/bin/sh\", \"-o\", \"pipefail\""},
};

bool differs(const value& item) {
  const std::string_view rule = base::string_at(item, "rule");
  const std::string_view text = base::string_at(item, "dockerfile");
  return std::any_of(std::begin(differences), std::end(differences), [&](const Difference& d) {
    return d.rule == rule && base::contains(text, d.part);
  });
}

/// Rules that also tell of something that the other tool leaves alone, at a lower level.
model::Severity level_of(std::string_view rule) {
  return rule == "DL3043" ? model::Severity::high : model::Severity::info;
}

bool fires(const rules::Rule& rule, const model::Subjects& subjects, model::Severity level) {
  const rules::Context context{subjects, base::Date{2026, 11, 25}, true};
  const std::vector<rules::Entry> only{{rule, {}}};
  audit::Policy policy;
  policy.as_of = context.as_of;
  policy.strict = true;
  policy.suppressions = audit::pragmas(only, subjects);
  const auto judgement = audit::judge(only, context, policy);
  return std::any_of(
      judgement.findings.begin(), judgement.findings.end(), [&](const auto& finding) {
        return finding.standing == model::Standing::open && finding.severity >= level;
      });
}

model::Subjects subjects_of(const value& item) {
  std::string text = base::text_at(item, "dockerfile");
  if (base::boolean_at(item, "fragment").value_or(false)) {
    text.insert(0, "FROM debian:12\n");
  }
  model::DockerfileUse use;
  use.dockerfile = project::dockerfile::parse(text, model::FileName("Dockerfile"));
  if (!use.dockerfile.stages.empty()) {
    use.target = use.dockerfile.stages.size() - 1;
  }
  model::Subjects subjects;
  subjects.dockerfiles.push_back(std::move(use));
  return subjects;
}

struct Tally {
  std::size_t found = 0, wanted = 0, quiet = 0, clean = 0;
};

/// Rules that need what no snippet brings: a configuration of the project, or ShellCheck.
bool needs_more(std::string_view df) {
  return df == "DF113" || df == "DF813" || df == "DF903";
}

void score_item(const value& item, const std::map<std::string, rules::Rule>& known, Tally& tally,
                Score& score) {
  const std::string expected = base::text_at(item, "expected");
  const auto rule = known.find(base::text_at(item, "df"));
  if (rule == known.end() || needs_more(rule->first) || !base::text_at(item, "config").empty()
      || base::find(item, "dockerignore") != nullptr || differs(item)
      || (expected != "fires" && expected != "clean")) {
    return;
  }
  const bool wanted = expected == "fires";
  // Other linters have one rule for no tag and for `latest`.
  const model::Subjects subjects = subjects_of(item);
  const bool tag = rule->first == "DF102";
  const model::Severity level = level_of(base::string_at(item, "rule"));
  const bool fired =
      fires(rule->second, subjects, level) || (tag && fires(known.at("DF101"), subjects, level));
  tally.wanted += wanted ? 1 : 0;
  tally.found += wanted && fired ? 1 : 0;
  tally.clean += wanted ? 0 : 1;
  tally.quiet += wanted || fired ? 0 : 1;
  score.check(fired == wanted, base::text_at(item, "id") + " " + base::text_at(item, "rule") + " "
                                   + rule->first + (wanted ? " silent" : " fires"));
}

/// BuildKit's own checks: every warning of a file is listed, so that both sides can be compared.
void score_buildkit(const value& item, const std::map<std::string, std::string>& names,
                    const std::map<std::string, rules::Rule>& known, Tally& tally, Score& score) {
  const value* warnings = base::find(item, "warnings");
  if (warnings == nullptr || !warnings->is_array()
      || !base::text_at(item, "dockerignore").empty()) {
    return;
  }
  std::set<std::string> wanted;
  for (const value& warning : warnings->as_array()) {
    const std::string name(warning.as_array().at(0).as_string());
    if (const auto found = names.find(name); found != names.end()) {
      wanted.insert(found->second);
    }
  }
  const model::Subjects subjects = subjects_of(item);
  std::set<std::string> ours;
  for (const auto& [name, rule] : names) {
    ours.insert(rule);
  }
  // A secret's value is looked at, and a command's shell form has reasons that BuildKit does not
  // know (section 8).
  for (const char* other : {"DF501", "DF621", "DF020"}) {
    ours.erase(other);
  }
  for (const std::string& rule : ours) {
    const auto entry = known.find(rule);
    if (entry == known.end()) {
      continue;
    }
    const bool want = wanted.contains(rule);
    const bool fired = fires(entry->second, subjects, model::Severity::info);
    tally.wanted += want ? 1 : 0;
    tally.found += want && fired ? 1 : 0;
    tally.clean += want ? 0 : 1;
    tally.quiet += want || fired ? 0 : 1;
    // What both leave alone is no agreement worth counting.
    if (want || fired) {
      score.check(want == fired, base::text_at(item, "id") + " " + base::text_at(item, "case") + " "
                                     + rule + (want ? " silent" : " fires"));
    }
  }
}

void score_file(const fs::path& folder, const std::string& source,
                const std::map<std::string, rules::Rule>& known, Score& score) {
  std::ostringstream text;
  text << std::ifstream(folder / "rule-map.json").rdbuf();
  std::map<std::string, std::string> names;
  const auto map = base::parse_json(text.str());
  const value* buildkit = map ? base::find(*map, "buildkit") : nullptr;
  if (source == "buildkit" && buildkit != nullptr) {
    for (const auto& [name, rule] : buildkit->as_object()) {
      if (rule.is_string()) {
        names.emplace(name, rule.as_string());
      }
    }
  }
  Tally tally;
  std::ifstream in(folder / (source + ".jsonl"));
  for (std::string line; std::getline(in, line);) {
    const auto item = base::parse_json(line);
    if (item
        && (base::text_at(*item, "expected") == "exact" || base::text_at(*item, "df").empty())) {
      score_buildkit(*item, names, known, tally, score);
    } else if (item) {
      score_item(*item, known, tally, score);
    }
  }
  score.notes.push_back(source + ": found " + std::to_string(tally.found) + " of "
                        + std::to_string(tally.wanted) + ", quiet in " + std::to_string(tally.quiet)
                        + " of " + std::to_string(tally.clean));
}

} // namespace

Score dockerfile_rules(const fs::path& root) {
  Score score;
  const fs::path folder =
      (fs::is_directory(root / "corpora") ? root / "corpora" : root) / "dockerfile" / "rules";
  if (!fs::is_directory(folder)) {
    score.absent = true;
    return score;
  }
  std::map<std::string, rules::Rule> known;
  for (const rules::Entry& entry : rules::catalogue()) {
    known.emplace(entry.rule.id, entry.rule);
  }
  for (const char* source :
       {"hadolint", "trivy-checks", "checkov", "kics", "datadog-iac-scanner", "buildkit"}) {
    score_file(folder, source, known, score);
  }
  return score;
}

} // namespace secaudit::corpus
