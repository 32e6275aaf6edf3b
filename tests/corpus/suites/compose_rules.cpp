// SPDX-License-Identifier: Apache-2.0
// Labels of KICS and semgrep on compose files, without the disputed ones, against our rules: a
// labelled line counts as found when one of the rules that stand for the query reports a stretch
// that is at most two lines away, or the service that the line belongs to.
#include "base/json.hpp"
#include "host/system_host.hpp"
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "corpus.hpp"
#include "plugin/acquire.hpp"

namespace secaudit::corpus {
namespace {

using boost::json::value;
using Lines = std::map<std::string, std::set<std::pair<int, int>>>; ///< rule → stretches of lines

std::optional<value> read_json(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  auto parsed = base::parse_json(text.str());
  return in && parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

/// Our rules for a query of another tool.
std::vector<std::string> ours(const value& map, std::string_view tool, std::string_view query) {
  std::vector<std::string> ids;
  const value* of_tool = base::find(map, tool);
  const value* rules = of_tool == nullptr ? nullptr : base::find(*of_tool, query);
  if (rules != nullptr && rules->is_string()) {
    ids.emplace_back(rules->get_string());
  } else if (rules != nullptr && rules->is_array()) {
    for (const value& id : rules->get_array()) {
      ids.emplace_back(id.as_string());
    }
  }
  return ids;
}

/// What was found in a file, and where its services begin.
struct Found {
  Lines lines;
  std::set<int> services;

  /// The line of the service's key that a line belongs to; 0 when there is none above it.
  int service_of(int line) const {
    const auto next = services.upper_bound(line);
    return next == services.begin() ? 0 : *std::prev(next);
  }
};

Found findings_of(const std::filesystem::path& file) {
  const host::SystemHost host;
  plugin::ComposeRequest request;
  request.load.files = {file.string()};
  request.load.working_directory = file.parent_path().string();
  const model::Subjects subjects = plugin::acquire_files(host, request);
  const rules::Context context{subjects, base::Date{2026, 11, 25}, true};
  Found found;
  if (subjects.project) {
    for (const model::Service& service : subjects.project->services) {
      found.services.insert(service.name_span.begin.line);
    }
  }
  for (const rules::Entry& entry : rules::catalogue()) {
    if (!entry.rule.id.starts_with("CO")) {
      continue;
    }
    for (const auto& evaluation : rules::evaluate(entry.rule, context)) {
      for (const rules::Issue& issue : evaluation.verdict.issues) {
        for (const model::Evidence& evidence : issue.evidence) {
          if (const auto* source = std::get_if<model::SourceEvidence>(&evidence)) {
            found.lines[std::string(entry.rule.id)].insert(
                {source->span.begin.line, source->span.end.line});
          }
        }
      }
    }
  }
  return found;
}

bool found_near(const Found& found, const std::vector<std::string>& rules, int line, int above) {
  for (const std::string& rule : rules) {
    const auto at = found.lines.find(rule);
    if (at == found.lines.end()) {
      continue;
    }
    for (const auto& [first, last] : at->second) {
      if (line >= first - above && line <= last + 2) {
        return true;
      }
      // What is absent is reported at the service's key, however far the label is from it.
      if (first == found.service_of(line)) {
        return true;
      }
    }
  }
  return false;
}

class Suite {
 public:
  Suite(std::filesystem::path folder, Score& score) : folder_(std::move(folder)), score_(score) {}

  void check(const std::string& file, const std::vector<std::string>& rules,
             const std::string& query, int line, int above) {
    if (rules.empty()) {
      return;
    }
    auto known = found_.find(file);
    if (known == found_.end()) {
      known = found_.emplace(file, findings_of(folder_ / file)).first;
    }
    const bool ok = found_near(known->second, rules, line, above);
    score_.check(ok, file + ":" + std::to_string(line) + " " + query);
    auto& [met, all] = recall_[rules.front()];
    met += ok ? 1U : 0U;
    ++all;
  }

  void note_recall() {
    for (const auto& [rule, counts] : recall_) {
      score_.notes.push_back(rule + ": " + std::to_string(counts.first) + " of "
                             + std::to_string(counts.second) + " labels found");
    }
  }

 private:
  std::filesystem::path folder_;
  Score& score_;
  std::map<std::string, Found> found_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> recall_;
};

} // namespace

Score compose_rules(const std::filesystem::path& root) {
  Score score;
  std::filesystem::path folder = root / "corpora" / "compose" / "rules";
  if (!std::filesystem::exists(folder)) {
    folder = root / "compose" / "rules";
  }
  const auto map = read_json(folder / "map-to-our-rules.json");
  const auto kics = read_json(folder / "kics-labels.json");
  const auto semgrep = read_json(folder / "semgrep-labels.json");
  if (!map || !kics || !semgrep) {
    score.absent = true;
    return score;
  }
  Suite suite(folder, score);
  for (const value& label : base::find(*kics, "labels")->as_array()) {
    const std::string query(base::text_at(label, "query"));
    if (base::text_at(label, "expect") != "positive" || base::find(label, "disputed") != nullptr
        || std::string_view(base::text_at(label, "note")).find("we accept") != std::string::npos) {
      continue;
    }
    for (const value& line : base::find(label, "lines")->as_array()) {
      suite.check(std::string(base::text_at(label, "file")), ours(*map, "kics", query), query,
                  line.to_number<int>(), 2);
    }
  }
  // A semgrep mark stands above the service, whose lines follow.
  constexpr int block = 8;
  for (const value& label : base::find(*semgrep, "labels")->as_array()) {
    for (const value& hit : base::find(label, "positive")->as_array()) {
      const std::string query(base::text_at(hit, "rule"));
      suite.check(std::string(base::text_at(label, "file")), ours(*map, "semgrep", query), query,
                  static_cast<int>(base::integer_at(hit, "line").value_or(0)), block);
    }
  }
  suite.note_recall();
  return score;
}

} // namespace secaudit::corpus
