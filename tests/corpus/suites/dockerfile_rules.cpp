// SPDX-License-Identifier: Apache-2.0
// Snippets of the test suites of other linters, with their opinion on one rule each, against ours.
// Rules where we differ on purpose (rules/dockerfile.md section 8) are left out.
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

/// Where our side is another one: the final chain only, values instead of names, order instead of
/// counts, rules that we keep for the strict profile.
bool differs(std::string_view rule) {
  static const std::set<std::string_view> rules = {
      "DL3002",       "DL3064",       "DL3029",       "DL3057",       "DL3025",
      "DS-0002",      "CKV_DOCKER_5", "CKV_DOCKER_3", "CKV_DOCKER_2", "DS-0026",
      "CKV_DOCKER_4", "DS-0005",      "DS-0029",      "DS-0011"};
  return rules.contains(rule);
}

bool fires(const rules::Rule& rule, const model::Subjects& subjects) {
  const rules::Context context{subjects, base::Date{2026, 11, 25}, true};
  const auto evaluations = rules::evaluate(rule, context);
  return std::any_of(evaluations.begin(), evaluations.end(), [](const auto& evaluation) {
    return evaluation.verdict.outcome == model::Outcome::fail;
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

void score_item(const value& item, const std::map<std::string, rules::Rule>& known, Tally& tally,
                Score& score) {
  const std::string expected = base::text_at(item, "expected");
  const auto rule = known.find(base::text_at(item, "df"));
  if (rule == known.end() || !base::text_at(item, "config").empty()
      || base::find(item, "dockerignore") != nullptr || differs(base::string_at(item, "rule"))
      || (expected != "fires" && expected != "clean")) {
    return;
  }
  const bool wanted = expected == "fires";
  // Other linters have one rule for no tag and for `latest`.
  const model::Subjects subjects = subjects_of(item);
  const bool tag = rule->first == "DF102";
  const bool fired = fires(rule->second, subjects) || (tag && fires(known.at("DF101"), subjects));
  tally.wanted += wanted ? 1 : 0;
  tally.found += wanted && fired ? 1 : 0;
  tally.clean += wanted ? 0 : 1;
  tally.quiet += wanted || fired ? 0 : 1;
  score.check(fired == wanted, base::text_at(item, "id") + " " + base::text_at(item, "rule") + " "
                                   + rule->first + (wanted ? " silent" : " fires"));
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
  for (const char* source : {"hadolint", "trivy-checks", "checkov", "kics"}) {
    Tally tally;
    std::ifstream in(folder / (std::string(source) + ".jsonl"));
    for (std::string line; std::getline(in, line);) {
      if (const auto item = base::parse_json(line)) {
        score_item(*item, known, tally, score);
      }
    }
    score.notes.push_back(std::string(source) + ": found " + std::to_string(tally.found) + " of "
                          + std::to_string(tally.wanted) + ", quiet in "
                          + std::to_string(tally.quiet) + " of " + std::to_string(tally.clean));
  }
  return score;
}

} // namespace secaudit::corpus
