// SPDX-License-Identifier: Apache-2.0
#include "plugin/scanners.hpp"

#include "base/text.hpp"
#include "report/file_name.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/purl.hpp"
#include "vulns/scanners/reading.hpp"
#include "vulns/scanners/tools.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <set>

#include "plugin/scan_process.hpp"

namespace secaudit::plugin {
namespace {

using model::ScannerRun;
using model::ScanState;
using model::Vulnerability;
using vulns::ScannerTool;
using vulns::ScanTarget;

/// One thing to scan, and what the findings belong to.
struct Job {
  ScanTarget target;
  std::string subject; ///< image reference or manifest
  std::string service;
  std::string directory; ///< working directory, "" = ours
  std::string unsuited;  ///< why it must not be scanned by this tool
  const model::Manifest* manifest = nullptr;
};

struct Scanned {
  ScannerRun run;
  std::vector<Vulnerability> found;
  std::map<std::string, std::string> files;
};

/// The tools to run; names that the user gave are `asked_for`.
struct Selection {
  std::vector<const ScannerTool*> tools;
  bool asked_for = false;
};

Selection selection(const Session& session) {
  const std::string& written = session.options.common.scanners;
  // `check` runs from hooks: it starts nothing by itself.
  const std::string wanted = !written.empty()                     ? written
                             : session.options.command == "check" ? "none"
                                                                  : "auto";
  Selection chosen;
  for (const std::string_view part : base::split(wanted, ',')) {
    const std::string name = base::to_lower(base::trim(part));
    for (const ScannerTool& tool : vulns::scanner_tools()) {
      const bool known =
          std::find(chosen.tools.begin(), chosen.tools.end(), &tool) != chosen.tools.end();
      if (!known && (name == "auto" || name == tool.name)) {
        chosen.tools.push_back(&tool);
      }
    }
    chosen.asked_for = chosen.asked_for || (name != "auto" && name != "none");
  }
  return chosen;
}

std::optional<ScanTarget> image_target(const Session& session, const model::ImageUse& use) {
  ScanTarget target;
  target.what = use.reference;
  target.platform = session.options.compose.platform;
  if (const std::string& limit = session.options.common.scanner_timeout; !limit.empty()) {
    target.time_limit = limit;
  }
  if (session.options.command != "image") {
    return target;
  }
  target.what = session.options.image.target;
  target.platform = session.options.image.platform;
  target.dockerfile = session.options.image.dockerfile;
  if (target.what == "-") {
    return std::nullopt; // the stream is used up
  }
  if (const auto info = session.host.stat(target.what)) {
    target.kind = info->type == host::FileInfo::Type::directory ? ScanTarget::Kind::oci_folder
                                                                : ScanTarget::Kind::archive;
  }
  return target;
}

std::vector<Job> image_jobs(const Session& session, const model::Subjects& subjects) {
  std::vector<Job> jobs;
  std::set<std::string> seen;
  for (const model::ImageUse& use : subjects.images) {
    const auto target = image_target(session, use);
    if (target && use.image && seen.insert(use.reference).second) {
      jobs.push_back({*target, use.reference, use.service, "", "", nullptr});
    }
  }
  return jobs;
}

std::string beside(const std::string& folder, const std::string& file) {
  return file.starts_with('/') || folder.empty() ? file : folder + "/" + file;
}

std::string folder_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? "." : file.substr(0, slash);
}

std::vector<Job> manifest_jobs(const ScannerTool& tool, const std::string& folder,
                               const model::Subjects& subjects) {
  std::vector<Job> jobs;
  const bool python = tool.looks == ScannerTool::Looks::python;
  for (const model::Manifest& manifest : subjects.manifests) {
    Job job;
    job.subject = manifest.file.str();
    job.manifest = &manifest;
    const std::string lock = manifest.lock ? manifest.lock->str() : "";
    if (python && manifest.kind == "pip" && !manifest.requirements.empty()) {
      job.target = {ScanTarget::Kind::requirements, beside(folder, manifest.file.str()), "", ""};
      const bool pinned = std::all_of(manifest.requirements.begin(), manifest.requirements.end(),
                                      [](const auto& requirement) { return requirement.pinned; });
      job.unsuited = pinned ? ""
                            : "not every requirement is pinned, and it would have to install the "
                              "packages to find their versions";
      jobs.push_back(std::move(job));
    } else if (!python && manifest.kind == "npm"
               && (lock.ends_with("package-lock.json") || lock.ends_with("npm-shrinkwrap.json"))
               && folder_of(lock) == manifest.directory) {
      job.directory = folder_of(beside(folder, lock));
      job.target = {ScanTarget::Kind::npm_project, job.directory, "", ""};
      jobs.push_back(std::move(job));
    }
  }
  return jobs;
}

std::string report_name(const ScannerTool& tool, const Job& job, std::string_view end) {
  if (job.manifest != nullptr) {
    const bool npm = tool.looks == ScannerTool::Looks::npm;
    const std::string own = npm ? "npm-audit" : "pip-audit";
    return (!npm && end == "txt" ? "python-dependencies" : own) + "." + std::string(end);
  }
  return report::file_part(job.service.empty() ? job.subject : job.service) + "-"
         + std::string(tool.name) + "." + std::string(end);
}

/// The run in words, for who reads files: what was asked, how it ended, what it found.
std::string in_words(const Scanned& scanned) {
  const ScannerRun& run = scanned.run;
  const auto line = [](const std::string& text) { return base::printable(text) + "\n"; };
  std::string out = line(run.title + " " + run.version + "  " + run.subject);
  out += line("Command   " + base::join(run.argv, " "));
  out += line("State     " + std::string(model::to_string(run.state))
              + (run.reason.empty() ? "" : ": " + run.reason));
  for (const Vulnerability& v : scanned.found) {
    out += line(base::to_upper(model::to_string(v.severity)) + "  " + v.id + "  " + v.package + " "
                + v.version + (v.fixed ? "  fixed in " + *v.fixed : "  no fix"));
  }
  return out;
}

/// Where a manifest or its lock file names the package that a scanner found, and what brings it.
void place(const model::Manifest& manifest, Vulnerability& v) {
  v.manifest = manifest.file.str();
  const auto ecosystem = vulns::ecosystem_of_purl_type(vulns::purl_type(v.purl)).value_or("");
  const std::string name = vulns::normalised_name(ecosystem, v.package);
  const auto same = [&](const std::string& other) {
    return vulns::normalised_name(ecosystem, other) == name;
  };
  for (const model::LockedPackage& locked : manifest.locked) {
    if (locked.version == v.version && same(locked.name)) {
      v.span = locked.span;
      v.via = v.via.empty() ? locked.via : v.via;
      v.development = locked.development;
      return;
    }
  }
  for (const model::Requirement& requirement : manifest.requirements) {
    if (same(requirement.name)) {
      v.span = requirement.span;
      v.development = requirement.development;
      return;
    }
  }
}

class ToolRunner {
 public:
  ToolRunner(const Session& session, const ScannerTool& tool, bool asked_for)
      : session_(session), tool_(tool), asked_for_(asked_for), process_(session, tool) {}

  /// "" when the tool is there; else why not.
  std::string probe() { return process_.probe(); }

  Scanned missing(const std::string& why) const {
    Scanned scanned;
    scanned.run = begun("", "");
    scanned.run.reason = why;
    scanned.run.hint = "install it, or leave it out of --scanners";
    return scanned;
  }

  Scanned scan(const Job& job) const {
    Scanned scanned;
    scanned.run = begun(job.subject, job.service);
    const auto arguments = vulns::scan_arguments(tool_, job.target);
    if (!job.unsuited.empty() || !arguments) {
      scanned.run.reason = job.unsuited.empty() ? "it cannot look at such a target" : job.unsuited;
      return scanned;
    }
    if (tool_.name == "npm-audit") {
      scanned.run.reason = process_.why_offline(job.directory);
      if (!scanned.run.reason.empty()) {
        scanned.run.hint = "unset npm's offline setting for the audit";
        return scanned;
      }
    }
    const auto output = process_.run(*arguments, job.directory, scanned.run.argv);
    finish(job, output, scanned);
    return scanned;
  }

 private:
  ScannerRun begun(const std::string& subject, const std::string& service) const {
    ScannerRun run;
    run.tool = tool_.name;
    run.title = tool_.title;
    run.version = process_.version();
    run.subject = subject;
    run.service = service;
    run.asked_for = asked_for_;
    return run;
  }

  void finish(const Job& job, const vulns::ToolOutput& output, Scanned& scanned) const {
    ScannerRun& run = scanned.run;
    vulns::ScanReading reading = vulns::read_scan(tool_.name, output);
    run.exit_code = output.exit_code;
    run.state = reading.state;
    run.reason = std::move(reading.reason);
    run.hint = std::move(reading.hint);
    if (tool_.name == "npm-audit") {
      process_.add_npm_versions(job.directory, reading);
    }
    run.findings = reading.vulnerabilities.size();
    run.unaudited = reading.unaudited;
    run.data_date = std::move(reading.data_date);
    scanned.found = std::move(reading.vulnerabilities);
    for (Vulnerability& v : scanned.found) {
      if (job.manifest == nullptr) {
        v.image = job.subject;
      } else {
        place(*job.manifest, v);
      }
    }
    if (!output.output.empty() && !output.truncated) {
      scanned.files[report_name(tool_, job, tool_.name == "scout" ? "sarif.json" : "json")] =
          process_.without_secrets(output.output);
    }
    add_text_reports(job, scanned);
    run.report = report_name(tool_, job, "txt");
    scanned.files.emplace(run.report, in_words(scanned));
  }

  void add_text_reports(const Job& job, Scanned& scanned) const {
    if (scanned.run.state == ScanState::not_audited) {
      return;
    }
    for (const auto& [end, arguments] : vulns::text_report_arguments(tool_, job.target)) {
      std::vector<std::string> argv;
      const auto output = process_.run(arguments, job.directory, argv);
      if (output.exit_code == 0 && !output.truncated && !output.timed_out) {
        scanned
            .files[report::file_part(job.service.empty() ? job.subject : job.service) + "-" + end] =
            process_.plain_text(output.output);
      }
    }
  }

  const Session& session_;
  const ScannerTool& tool_;
  bool asked_for_;
  ScanProcess process_;
};

std::vector<Scanned> run_tool(const Session& session, const ScannerTool& tool, bool asked_for,
                              const std::vector<Job>& jobs) {
  std::vector<Scanned> results;
  ToolRunner runner(session, tool, asked_for);
  if (const std::string why = runner.probe(); !why.empty()) {
    if (asked_for) {
      results.push_back(runner.missing(why));
    }
    return results;
  }
  for (const Job& job : jobs) {
    if (session.host.cancelled()) {
      break;
    }
    results.push_back(runner.scan(job));
  }
  return results;
}

/// An image that several services run was scanned once: its findings are those of each.
void add_for_services(const Scanned& scanned, const model::Subjects& subjects,
                      std::vector<Vulnerability>& all) {
  for (const Vulnerability& v : scanned.found) {
    if (!v.manifest.empty()) {
      all.push_back(v);
    }
    for (const model::ImageUse& use : subjects.images) {
      if (v.manifest.empty() && use.reference == v.image) {
        all.push_back(v);
        all.back().service = use.service;
      }
    }
  }
}

void note(const ScannerRun& run, model::Subjects& subjects) {
  const bool incomplete = run.state == ScanState::not_audited || run.state == ScanState::partial;
  if (incomplete && run.asked_for) {
    const std::string what = run.subject.empty() ? run.title : run.title + ", " + run.subject;
    subjects.gaps.push_back(
        {"scanner",
         what,
         (run.state == ScanState::partial ? "audited in part: " : "not audited: ") + run.reason,
         {},
         run.hint});
  }
  subjects.scanner_runs.push_back(run);
}

} // namespace

std::vector<Vulnerability> run_scanners(const Session& session, const std::string& folder,
                                        Progress& progress, model::Subjects& subjects,
                                        ScannerReports& reports) {
  const Selection chosen = selection(session);
  const std::vector<Job> images = image_jobs(session, subjects);
  const std::string home = subjects.tree ? subjects.tree->directory : folder;
  std::vector<std::future<std::vector<Scanned>>> running;
  for (const ScannerTool* tool : chosen.tools) {
    auto jobs =
        tool->looks == ScannerTool::Looks::images ? images : manifest_jobs(*tool, home, subjects);
    if (!jobs.empty()) {
      running.push_back(std::async(std::launch::async, [&session, tool, jobs = std::move(jobs),
                                                        asked_for = chosen.asked_for] {
        return run_tool(session, *tool, asked_for, jobs);
      }));
    }
  }
  if (!running.empty()) {
    progress.step("asking the scanners that are installed");
  }
  std::vector<Vulnerability> found;
  for (auto& each : running) {
    for (Scanned& scanned : each.get()) {
      add_for_services(scanned, subjects, found);
      note(scanned.run, subjects);
      for (auto& [name, content] : scanned.files) {
        // Several manifests share the file that W8 names.
        std::string& file = reports.files[name];
        file += (file.empty() ? "" : "\n") + content;
      }
    }
  }
  return found;
}

} // namespace secaudit::plugin
