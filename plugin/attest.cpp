// SPDX-License-Identifier: Apache-2.0
// `docker secaudit attest`: writes who vouches for what no file can show.
#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "plugin/attest_evidence.hpp"
#include "plugin/attest_text.hpp"
#include "plugin/config.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

constexpr std::size_t shortest_report_id = 8;
constexpr int longest_life_days = 365;
constexpr unsigned new_file_mode = 0644;

struct Target {
  std::string folder;
  std::string file; ///< as shown
  std::string path;
  std::string text;
  unsigned mode = new_file_mode;
};

/// The configuration to write: the named one, the one that is there, else a new `.secaudit.yaml`.
base::Result<Target> target_of(const Session& session) {
  const host::Host& host = session.host;
  const std::string& directory = session.options.compose.flags.project_directory;
  Target target;
  target.folder = directory.empty() ? host.working_directory() : directory;
  target.file = session.options.common.config;
  for (const char* name : {".secaudit.yaml", ".secaudit.yml", ".docker-secaudit.yaml"}) {
    if (target.file.empty() && host.stat(target.folder + "/" + name)) {
      target.file = name;
    }
  }
  target.file = target.file.empty() ? ".secaudit.yaml" : target.file;
  const bool named = !session.options.common.config.empty();
  target.path = named ? target.file : target.folder + "/" + target.file;
  const auto info = host.stat(target.path);
  if (!info) {
    return target;
  }
  // A link stays a link: what it leads to is written.
  if (const auto real = host.canonical(target.path)) {
    target.path = *real;
  }
  target.mode = info->mode != 0 ? info->mode & 0777 : new_file_mode;
  auto text = host.read_file(target.path, limits::project_file_bytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  target.text = *std::move(text);
  return target;
}

bool is_report_id(std::string_view text) {
  return text.size() >= shortest_report_id && text.size() <= 64
         && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The id of the report that lies in the folder of reports, "" when there is none.
std::string newest_report(const Session& session, const std::string& folder) {
  const std::string& named = session.options.common.reports;
  const std::string reports = named.empty() ? folder + "/security-reports" : named;
  const auto text = session.host.read_file(reports + "/report.json", limits::report_bytes);
  const auto json = base::parse_json(text ? std::string_view(*text) : std::string_view());
  return json ? base::text_at(*json, "report_id") : std::string();
}

base::Status take_dates(const Session& session, audit::Attestation& entry) {
  const AttestOptions& given = session.options.attest;
  const base::Date today = as_of(session);
  // The command line was checked to hold dates.
  entry.on = base::parse_date(given.on).value_or(today);
  entry.expires =
      base::parse_date(given.expires).value_or(base::add_days(entry.on, usual_life(entry.item)));
  if (entry.on > today) {
    return base::fail("--on " + base::to_string(entry.on) + " lies in the future",
                      "give the day on which it was done");
  }
  const int days = base::days_between(entry.on, entry.expires);
  if (days <= 0 || days > longest_life_days) {
    return base::fail("--expires " + base::to_string(entry.expires)
                          + " has to be 1 to 365 days after --on " + base::to_string(entry.on),
                      "leave --expires out for the usual " + std::to_string(usual_life(entry.item))
                          + " days");
  }
  if (entry.expires < today) {
    return base::fail("the attestation has expired already, on " + base::to_string(entry.expires),
                      "do it again, then attest the new date");
  }
  return {};
}

base::Status take_report(const Session& session, const Target& target, audit::Attestation& entry) {
  if (entry.item != "C1") {
    return {};
  }
  const std::string& given = session.options.attest.report;
  entry.report = base::to_lower(given.empty() ? newest_report(session, target.folder) : given);
  return is_report_id(entry.report)
             ? base::Status()
             : base::fail(
                 given.empty()
                     ? "no report to acknowledge: security-reports/report.json is not there"
                     : "--report " + given + " is no id of a report",
                 "run docker secaudit compose, read its reports, and give the id that C1 "
                 "names (at least 8 hexadecimal digits)");
}

/// Links and tickets are taken as they are; a path has to be there, and what is in it is noted.
base::Status take_evidence(const Session& session, const Target& target,
                           NewAttestation& attestation) {
  std::string& evidence = attestation.entry.evidence;
  evidence = session.options.attest.evidence;
  if (evidence.empty()) {
    return attestation.entry.item == "C1"
               ? base::Status()
               : base::fail("--evidence is missing",
                            "name the record: a file of the project, a link or a ticket");
  }
  if (base::contains(evidence, "://")) {
    return {};
  }
  const std::string path = evidence.starts_with('/') ? evidence : target.folder + "/" + evidence;
  const auto text = session.host.read_file(path, limits::project_file_bytes);
  if (text) {
    attestation.evidence_sha256 = base::sha256_hex(*text);
    return {};
  }
  return is_evidence_path(evidence)
             ? base::fail("the evidence " + evidence + " cannot be read: " + text.error().message,
                          "give a file of the project, a link with https://, or a "
                          "ticket")
             : base::Status();
}

base::Result<NewAttestation> made(const Session& session, const Target& target) {
  const AttestOptions& given = session.options.attest;
  NewAttestation out;
  out.entry.item = base::to_upper(session.options.words.front());
  const std::string_view title = title_of_item(out.entry.item);
  if (title.empty()) {
    return base::fail("there is no item " + session.options.words.front(),
                      "expected C1 to C12 or H1 to H16");
  }
  out.entry.by = base::trim(given.by);
  if (out.entry.by.empty()) {
    return base::fail("--by is missing", "name the person or the team that vouches for it");
  }
  out.entry.statement = given.statement.empty() ? title : std::string_view(given.statement);
  out.entry.scope = given.scope;
  for (const auto& status :
       {take_dates(session, out.entry), take_report(session, target, out.entry),
        take_evidence(session, target, out)}) {
    if (!status) {
      return tl::unexpected(status.error());
    }
  }
  return out;
}

/// What was written is read again by the reader that the audit uses; nothing else may have changed.
bool reads_back(const Target& target, const std::string& text, base::Date today) {
  const Config before = parse_config(target.text, target.file, today);
  const Config after = parse_config(text, target.file, today);
  return after.attestations.size() == before.attestations.size() + 1
         && after.suppressions.size() == before.suppressions.size()
         && after.gaps.size() == before.gaps.size();
}

} // namespace

int run_attest(const Session& session) {
  const auto failed = [](const base::Error& error) {
    complain(error);
    return exit_codes::unusable;
  };
  const auto target = target_of(session);
  if (!target) {
    return failed(target.error());
  }
  const auto attestation = made(session, *target);
  if (!attestation) {
    return failed(attestation.error());
  }
  const auto text = with_attestation(target->text, target->file, *attestation);
  if (!text) {
    return failed(text.error());
  }
  if (!reads_back(*target, *text, as_of(session))) {
    return failed({target->file + " would not be understood with the new entry; it was left alone",
                   "add the entry by hand, see docs/checklist.md"});
  }
  if (const auto written = session.host.write_file(target->path, *text, target->mode); !written) {
    return failed(written.error());
  }
  const audit::Attestation& entry = attestation->entry;
  const std::string shown =
      base::printable(entry.item + " " + entry.statement + ": attested by " + entry.by + " on "
                      + base::to_string(entry.on) + " until " + base::to_string(entry.expires))
      + "\n"
      + base::printable("written to " + target->file + "; commit it, so that it can be reviewed")
      + "\n";
  return print(shown) ? exit_codes::clean : exit_codes::unchecked;
}

} // namespace secaudit::plugin
