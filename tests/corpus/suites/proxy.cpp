// SPDX-License-Identifier: Apache-2.0
// Rules about nginx against labelled configurations: our own sites (what must be found on which
// line, and nothing else), gixy's fixtures (fires or clean), and the verdict of nginx on the
// lexer's cases.
#include "base/json.hpp"
#include "base/text.hpp"
#include "host/system_host.hpp"
#include "project/proxy/read.hpp"
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "corpus.hpp"
#include "proxy_readers.hpp"

namespace secaudit::corpus {
namespace {

namespace fs = std::filesystem;
using boost::json::value;

struct Reported {
  std::set<int> lines;
  bool more_than_info = false;
};
using Report = std::map<std::string, Reported>; ///< by rule

Report judge(const fs::path& file) {
  const host::SystemHost host;
  model::Subjects subjects;
  subjects.proxies.push_back(
      project::proxy::read_nginx(host, file.string(), file.parent_path().string()));
  const rules::Context context{subjects, base::Date{2026, 11, 25}, true};
  Report report;
  for (const rules::Entry& entry : rules::catalogue()) {
    if (!entry.rule.id.starts_with("PX")) {
      continue;
    }
    for (const rules::Evaluation& evaluation : rules::evaluate(entry.rule, context)) {
      for (const rules::Issue& issue : evaluation.verdict.issues) {
        Reported& reported = report[std::string(entry.rule.id)];
        reported.more_than_info = reported.more_than_info || issue.severity > model::Severity::info;
        if (const auto* at = std::get_if<model::SourceEvidence>(&issue.evidence.front())) {
          reported.lines.insert(at->span.begin.line);
        }
      }
    }
  }
  return report;
}

bool has_rule(std::string_view id) {
  const auto entries = rules::catalogue();
  return std::any_of(entries.begin(), entries.end(),
                     [&](const rules::Entry& entry) { return entry.rule.id == id; });
}

/// "PX601-sibling" and "PX107?" are graded forms of their rule.
std::string plain(std::string_view rule) {
  return std::string(rule.substr(0, 5));
}

/// Rules that sites are only labelled with where the case is about them.
bool scored_where_named(std::string_view rule) {
  static const std::set<std::string_view> rules = {"PX103", "PX110", "PX114", "PX115",
                                                   "PX116", "PX117", "PX126", "PX202",
                                                   "PX208", "PX306", "PX308", "PX618"};
  return rules.contains(rule);
}

void score_site(const value& label, const fs::path& file, Score& score) {
  const std::string id = base::text_at(label, "file");
  const Report report = judge(file);
  std::set<std::string> listed;
  for (const value& finding : label.at("findings").as_array()) {
    const std::string rule = plain(base::text_at(finding, "rule"));
    listed.insert(rule);
    const auto found = report.find(rule);
    bool hit = false;
    if (const value* lines = base::find(finding, "lines");
        lines != nullptr && found != report.end()) {
      for (const value& line : lines->as_array()) {
        hit = hit || found->second.lines.contains(static_cast<int>(line.as_int64()));
      }
    }
    score.check(hit, id + " " + rule
                         + (found != report.end() ? " elsewhere"
                            : has_rule(rule)      ? " silent"
                                                  : " no such rule"));
  }
  for (const auto& [rule, reported] : report) {
    if (!listed.contains(rule) && !scored_where_named(rule) && reported.more_than_info) {
      score.check(false, id + " " + rule + " must be silent");
    }
  }
}

void score_gixy(const value& label, const fs::path& file, Score& score) {
  const std::string rule = base::text_at(label, "ours");
  if (rule == "-" || !has_rule(rule)) {
    return;
  }
  const bool fires = base::string_at(label, "ours_expected") == "fires";
  score.check(judge(file).contains(rule) == fires,
              base::text_at(label, "file") + " " + rule + (fires ? " silent" : " fires"));
}

void score_parse(const value& label, const fs::path& file, Score& score) {
  if (base::find(label, "oracle") == nullptr) {
    return score_crossplane(label, file, score);
  }
  const host::SystemHost host;
  const auto config = project::proxy::read_nginx(host, file.string(), file.parent_path().string());
  const bool refused = std::any_of(config.diagnostics.begin(), config.diagnostics.end(),
                                   [](const auto& diagnostic) { return diagnostic.fatal; });
  const bool failed = base::string_at(label, "status") == "failed";
  // A module of the image may bring a directive that this nginx does not know.
  if (base::string_at(label, "file").ends_with("/unknown-directive.conf")) {
    return;
  }
  score.check(refused == failed,
              base::text_at(label, "file") + (failed ? " accepted" : " refused"));
}

} // namespace

Score proxy(const fs::path& root) {
  Score score;
  const fs::path base_folder =
      fs::is_directory(root / "corpora") ? root / "corpora" / "proxy" : root / "proxy";
  std::ifstream labels(base_folder / "labels.jsonl");
  score.absent = !labels;
  for (std::string line; std::getline(labels, line);) {
    const auto label = base::parse_json(line);
    if (!label) {
      continue;
    }
    const fs::path file = base_folder / base::text_at(*label, "file");
    const std::string_view kind = base::string_at(*label, "kind");
    if (kind == "site" && file.string().find("/nginx/") != std::string::npos) {
      score_site(*label, file, score);
    } else if (kind == "gixy-rule") {
      score_gixy(*label, file, score);
    } else if (kind == "nginx-parse") {
      score_parse(*label, file, score);
    } else if (kind == "caddyfile-adapt") {
      score_caddy(file, score);
    } else if (kind == "real") {
      score_real(*label, file, score);
    } else if (kind == "traefik-config") {
      score_traefik(file, score);
    }
  }
  return score;
}

} // namespace secaudit::corpus
