// SPDX-License-Identifier: Apache-2.0
// Compose files with the lines that other tools label, against our rules: a labelled line counts as
// found when one of the rules that stand for the label reports a stretch that is at most two lines
// away, or the service that the line belongs to.
#pragma once

#include "base/json.hpp"
#include "base/text.hpp"
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

using boost::json::value;
using Lines = std::map<std::string, std::set<std::pair<int, int>>>; ///< rule → stretches of lines

inline std::optional<value> read_json(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  auto parsed = base::parse_json(text.str());
  return in && parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

/// Our rules for a query of another tool.
inline std::vector<std::string> ours(const value& map, std::string_view tool,
                                     std::string_view query) {
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

inline Found findings_of(const std::filesystem::path& file) {
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

inline bool found_near(const Found& found, const std::vector<std::string>& rules, int line,
                       int above) {
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

/// The folder with the labelled files, and the map from the rules of other tools to ours.
struct Labels {
  std::filesystem::path folder;
  std::optional<value> map;

  explicit Labels(const std::filesystem::path& root)
      : folder(root / "corpora" / "compose" / "rules") {
    if (!std::filesystem::exists(folder)) {
      folder = root / "compose" / "rules";
    }
    map = read_json(folder / "map-to-our-rules.json");
  }
};

} // namespace secaudit::corpus
