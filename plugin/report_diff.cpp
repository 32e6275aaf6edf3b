// SPDX-License-Identifier: Apache-2.0
#include "plugin/report_diff.hpp"

#include "base/json_writer.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "report/read_json.hpp"

#include <algorithm>
#include <set>

#include "plugin/history.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

PastFinding past_of(const model::Finding& given) {
  PastFinding finding;
  finding.fingerprint = given.fingerprint;
  finding.rule = given.rule;
  finding.subject = given.subject;
  finding.severity = model::to_string(given.severity);
  finding.waived = given.standing == model::Standing::suppressed;
  finding.what = given.title;
  if (const auto& fault = given.vulnerability) {
    finding.what = fault->id + " in " + fault->package + " " + fault->version;
    finding.package = fault->package;
    finding.fixed = fault->fixed.value_or("");
    finding.names = {fault->aliases.begin(), fault->aliases.end()};
    finding.names.insert(fault->id);
    finding.sources = {fault->sources.begin(), fault->sources.end()};
  }
  return finding;
}

/// The same finding: by fingerprint, or by another name of the same fault.
bool same(const PastFinding& a, const PastFinding& b) {
  if (a.fingerprint == b.fingerprint) {
    return true;
  }
  return !a.names.empty() && a.rule == b.rule && a.subject == b.subject && a.package == b.package
         && std::any_of(a.names.begin(), a.names.end(),
                        [&](const std::string& name) { return b.names.contains(name); });
}

/// Finds counterparts without comparing all with all.
class Index {
 public:
  explicit Index(const std::vector<PastFinding>& findings) : findings_(findings) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      by_print_[findings[i].fingerprint] = i;
      by_place_[place(findings[i])].push_back(i);
    }
  }

  const PastFinding* find(const PastFinding& wanted) const {
    if (const auto exact = by_print_.find(wanted.fingerprint); exact != by_print_.end()) {
      return &findings_[exact->second];
    }
    const auto there = by_place_.find(place(wanted));
    if (wanted.names.empty() || there == by_place_.end()) {
      return nullptr;
    }
    for (const std::size_t i : there->second) {
      if (same(wanted, findings_[i])) {
        return &findings_[i];
      }
    }
    return nullptr;
  }

 private:
  static std::string place(const PastFinding& f) {
    return f.rule + '\n' + f.subject + '\n' + f.package;
  }

  const std::vector<PastFinding>& findings_;
  std::map<std::string, std::size_t> by_print_;
  std::map<std::string, std::vector<std::size_t>> by_place_;
};

bool looked_again(const PastFinding& old, const PastReport& now) {
  const auto check = now.checks.find({old.rule, old.subject});
  if (check == now.checks.end() || check->second == model::Outcome::unknown) {
    return false;
  }
  // A fault that only a scanner told of is not gone because that scanner did not run.
  return old.sources.empty()
         || std::any_of(old.sources.begin(), old.sources.end(),
                        [&](const std::string& source) { return now.audited.contains(source); });
}

std::string change_of(const PastFinding& old, const PastFinding& now) {
  std::vector<std::string> changes;
  if (old.severity != now.severity) {
    changes.push_back(old.severity + " → " + now.severity);
  }
  if (old.fixed.empty() && !now.fixed.empty()) {
    changes.push_back("a fix is there: " + now.fixed);
  }
  return base::join(changes, ", ");
}

std::string why_new(const PastFinding& finding, const PastReport& old, const PastReport& now) {
  if (finding.names.empty()) {
    return {};
  }
  const bool known_to_new_only =
      std::none_of(finding.sources.begin(), finding.sources.end(),
                   [&](const std::string& source) { return old.audited.contains(source); });
  if (known_to_new_only) {
    return "newly looked at";
  }
  return old.data_of != now.data_of ? "newly known: the advisories are newer" : "";
}

base::Result<PastReport> load(const Session& session, const std::string& path) {
  const auto text = session.host.read_file(path, limits::past_report_bytes);
  if (!text) {
    return base::fail(text.error().message, "run an audit first, or name a report");
  }
  return read_past_report(*text, path);
}

std::string section(const std::string& title, const std::vector<DiffEntry>& entries) {
  if (entries.empty()) {
    return {};
  }
  std::string out = title + " (" + std::to_string(entries.size()) + ")\n";
  for (const DiffEntry& entry : entries) {
    const PastFinding& f = entry.finding;
    out += "  "
           + base::printable(base::to_upper(f.severity) + "  " + f.rule + "  " + f.subject + ": "
                             + f.what + (entry.note.empty() ? "" : "  (" + entry.note + ")"))
           + "\n";
  }
  return out + "\n";
}

void write(std::string_view key, const std::vector<DiffEntry>& entries, base::JsonWriter& out) {
  out.key(key).begin_array();
  for (const DiffEntry& entry : entries) {
    out.begin_object();
    out.member("fingerprint", entry.finding.fingerprint);
    out.member("rule", entry.finding.rule);
    out.member("subject", entry.finding.subject);
    out.member("severity", entry.finding.severity);
    out.member("what", entry.finding.what);
    out.member("note", entry.note);
    out.end_object();
  }
  out.end_array();
}

/// By state.json: what each finding's first and last day say about a day in between.
base::Result<Diff> since(const Session& session, const std::string& folder, base::Date day) {
  const auto text = session.host.read_file(folder + "/state.json", limits::past_report_bytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto history = read_history(*text);
  if (!history) {
    return tl::unexpected(history.error());
  }
  base::Date latest{};
  for (const auto& [print, seen] : history->findings) {
    latest = std::max(latest, seen.last);
  }
  Diff diff;
  for (const auto& [print, seen] : history->findings) {
    PastFinding finding;
    finding.fingerprint = print;
    finding.severity = seen.severity ? std::string(model::to_string(*seen.severity)) : "";
    finding.what = seen.what;
    if (seen.last < day) {
      continue; // gone before that day
    }
    const bool here = seen.last == latest;
    auto& group = !here ? diff.fixed : seen.first > day ? diff.added : diff.remaining;
    group.push_back({finding, (here ? "since " : "last seen ")
                                  + base::to_string(here ? seen.first : seen.last)});
  }
  return diff;
}

bool new_at(const Diff& diff, const std::string& fail_on) {
  const auto level = model::parse_severity(fail_on);
  return level && std::any_of(diff.added.begin(), diff.added.end(), [&](const DiffEntry& entry) {
           const auto severity = model::parse_severity(entry.finding.severity);
           return severity && *severity >= *level && !entry.finding.waived;
         });
}

} // namespace

PastReport past_of(const model::Report& report) {
  PastReport past;
  past.kind = report.kind;
  if (report.advisory_data) {
    past.data_of = report.advisory_data->built;
    past.audited.insert("osv");
  }
  for (const model::ScannerRun& run : report.scanner_runs) {
    if (run.state == model::ScanState::ok || run.state == model::ScanState::findings) {
      past.audited.insert(run.tool);
    }
  }
  for (const model::Finding& finding : report.findings) {
    past.findings.push_back(past_of(finding));
  }
  for (const model::Check& check : report.checks) {
    past.checks[{check.rule, check.subject}] = check.outcome;
  }
  return past;
}

base::Result<PastReport> read_past_report(std::string_view text, const std::string& name) {
  const auto report = report::read_json(text, name);
  return report ? base::Result<PastReport>(past_of(*report)) : tl::unexpected(report.error());
}

Diff diff_of(const PastReport& old, const PastReport& now) {
  Diff diff;
  if (old.kind != now.kind) {
    diff.warning = "the reports are of different kinds (" + old.kind + ", " + now.kind
                   + "): compare with care";
  }
  const Index in_old(old.findings);
  const Index in_now(now.findings);
  for (const PastFinding& finding : now.findings) {
    const PastFinding* before = in_old.find(finding);
    if (before == nullptr) {
      diff.added.push_back({finding, why_new(finding, old, now)});
    } else if (finding.waived && !before->waived) {
      diff.waived.push_back({finding, ""});
    } else if (std::string change = change_of(*before, finding); !change.empty()) {
      diff.changed.push_back({finding, change});
    } else {
      diff.remaining.push_back({finding, ""});
    }
  }
  for (const PastFinding& finding : old.findings) {
    if (in_now.find(finding) == nullptr) {
      const bool looked = looked_again(finding, now);
      (looked ? diff.fixed : diff.not_checked)
          .push_back({finding, looked ? "" : "not looked at this time"});
    }
  }
  return diff;
}

std::string diff_text(const Diff& diff) {
  std::string out = std::to_string(diff.fixed.size()) + " fixed, "
                    + std::to_string(diff.added.size()) + " new, "
                    + std::to_string(diff.remaining.size() + diff.changed.size()) + " remaining, "
                    + std::to_string(diff.not_checked.size()) + " not checked\n\n";
  if (!diff.warning.empty()) {
    out = base::printable(diff.warning) + "\n" + out;
  }
  return out + section("New", diff.added) + section("Changed", diff.changed)
         + section("Fixed", diff.fixed) + section("Not checked", diff.not_checked)
         + section("Waived since", diff.waived) + section("Remaining", diff.remaining);
}

std::string diff_json(const Diff& diff) {
  base::JsonWriter out;
  out.begin_object();
  out.member("schema", "secaudit/diff/1");
  out.member("warning", diff.warning);
  write("fixed", diff.fixed, out);
  write("new", diff.added, out);
  write("changed", diff.changed, out);
  write("remaining", diff.remaining, out);
  write("not_checked", diff.not_checked, out);
  write("waived", diff.waived, out);
  out.end_object();
  return out.take();
}

int run_report_diff(const Session& session) {
  const CommonOptions& common = session.options.common;
  const std::string folder = common.reports.empty() ? "security-reports" : common.reports;
  base::Result<Diff> diff = Diff{};
  if (const auto day = base::parse_date(session.options.diff.since)) {
    diff = since(session, folder, *day);
  } else {
    const auto& words = session.options.words;
    const auto old = load(session, words.empty() ? folder + "/" + previous_report_name : words[0]);
    const auto now = load(session, words.size() < 2 ? folder + "/report.json" : words[1]);
    diff = !old   ? tl::unexpected(old.error())
           : !now ? tl::unexpected(now.error())
                  : base::Result<Diff>(diff_of(*old, *now));
  }
  if (!diff) {
    complain(diff.error());
    return exit_codes::unusable;
  }
  const bool json = !common.formats.empty() && common.formats.back() == "json";
  const bool told = print(json ? diff_json(*diff) : diff_text(*diff));
  if (new_at(*diff, common.fail_on)) {
    return exit_codes::findings;
  }
  return told && diff->not_checked.empty() ? exit_codes::clean : exit_codes::unchecked;
}

} // namespace secaudit::plugin
