// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "audit/fixes/edit.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/unified_diff.hpp"
#include "project/dockerfile/parse.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "plugin/acquire.hpp"
#include "plugin/config.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

/// A text before and after.
struct Change {
  std::string path;  ///< to write to
  std::string shown; ///< as people call it
  std::string before, after;
  bool is_new = false;
};

/// Rounds that a file is corrected in: an edit may wait for another one, or make place for it.
constexpr int most_rounds = 8;

std::size_t fatal_count(const model::Dockerfile& file) {
  return static_cast<std::size_t>(
      std::count_if(file.diagnostics.begin(), file.diagnostics.end(),
                    [](const model::Diagnostic& diagnostic) { return diagnostic.fatal; }));
}

/// Corrects one Dockerfile until nothing is left to correct.
class Corrector {
 public:
  Corrector(const model::Subjects& subjects, const audit::Policy& policy)
      : subjects_(subjects), policy_(policy), catalogue_(rules::catalogue()) {}

  std::string corrected(const model::DockerfileUse& use, std::string text) const {
    for (int round = 0; round < most_rounds; ++round) {
      const model::Dockerfile file = project::dockerfile::parse(text, use.dockerfile.file);
      const auto edits = audit::safe_edits(text, file, findings(use, file));
      std::string next = audit::edited(text, edits);
      const model::Dockerfile again = project::dockerfile::parse(next, use.dockerfile.file);
      // A correction that the builder would refuse is none.
      if (edits.empty() || fatal_count(again) > fatal_count(file)) {
        break;
      }
      text = std::move(next);
    }
    return text;
  }

 private:
  std::vector<model::Finding> findings(const model::DockerfileUse& use,
                                       const model::Dockerfile& file) const {
    model::Subjects subjects;
    subjects.title = subjects_.title;
    subjects.project = subjects_.project;
    subjects.manifests = subjects_.manifests;
    model::DockerfileUse changed = use;
    changed.dockerfile = file;
    if (changed.target && *changed.target >= file.stages.size()) {
      changed.target.reset();
    }
    subjects.dockerfiles.push_back(std::move(changed));
    std::vector<rules::Entry> dockerfile_rules;
    std::copy_if(catalogue_.begin(), catalogue_.end(), std::back_inserter(dockerfile_rules),
                 [](const rules::Entry& entry) { return entry.rule.id.starts_with("DF"); });
    return audit::run(subjects, dockerfile_rules, policy_).findings;
  }

  const model::Subjects& subjects_;
  const audit::Policy& policy_;
  std::vector<rules::Entry> catalogue_;
};

/// Lines for the ignore file: the paths that would come along.
std::string ignore_lines(const model::DockerfileUse& use) {
  std::set<std::string> lines;
  for (const std::string& path : use.risky_context_paths) {
    const std::string name = path.substr(path.rfind('/') + 1);
    lines.insert("**/" + name);
  }
  if (!use.ignore_file) {
    lines.insert("**/.git");
    lines.insert("**/.env");
  }
  std::string out;
  for (const std::string& line : lines) {
    out += line + "\n";
  }
  return out;
}

/// A new ignore file, or lines at the end of the one that is there, when a wide COPY takes risky
/// paths along.
std::optional<Change> ignore_change(const host::Host& host, const std::string& root,
                                    const model::DockerfileUse& use,
                                    const std::vector<model::Finding>& findings) {
  const bool asked = std::any_of(findings.begin(), findings.end(), [&](const auto& finding) {
    const bool ours = finding.rule == "DF508" || finding.rule == "DF509";
    return ours && finding.standing == model::Standing::open
           && (finding.subject == use.service || finding.subject == use.dockerfile.file.str());
  });
  if (!asked || !use.context_readable || use.risky_context_paths.empty()) {
    return std::nullopt;
  }
  Change change;
  change.is_new = !use.ignore_file;
  change.path =
      use.ignore_file ? root + "/" + use.ignore_file->str() : use.context + "/.dockerignore";
  change.shown =
      change.path.starts_with(root + "/") ? change.path.substr(root.size() + 1) : change.path;
  if (!change.is_new) {
    const auto text = host.read_file(change.path, limits::dockerfile_bytes);
    if (!text) {
      return std::nullopt;
    }
    change.before = *text;
  }
  change.after = change.before;
  if (!change.after.empty() && !change.after.ends_with('\n')) {
    change.after += '\n';
  }
  change.after += ignore_lines(use);
  return change;
}

std::map<std::string, Change> changes_of(const Session& session, const model::Subjects& subjects,
                                         const std::string& root, const audit::Policy& policy) {
  std::map<std::string, Change> out;
  const Corrector corrector(subjects, policy);
  const auto findings = audit::run(subjects, rules::catalogue(), policy).findings;
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    const std::string& name = use.dockerfile.file.str();
    const std::string path = name.starts_with('/') ? name : root + "/" + name;
    // The text of a Dockerfile inside a Compose file belongs to YAML.
    const auto text = session.host.read_file(path, limits::dockerfile_bytes);
    if (!text || base::contains(name, "dockerfile_inline")) {
      continue;
    }
    const auto known = out.find(path);
    const std::string before = known == out.end() ? *text : known->second.after;
    std::string after = corrector.corrected(use, before);
    out[path] = {path, name, *text, std::move(after), false};
    if (auto ignore = ignore_change(session.host, root, use, findings);
        ignore && !out.contains(ignore->path)) {
      out[ignore->path] = *std::move(ignore);
    }
  }
  return out;
}

int write_changes(const Session& session, const std::map<std::string, Change>& changes) {
  int code = exit_codes::clean;
  std::size_t written = 0;
  for (const auto& [path, change] : changes) {
    if (change.before == change.after) {
      continue;
    }
    if (session.options.dry_run) {
      const std::string shown = base::printable(change.shown);
      if (!print(base::unified_diff(change.before, change.after,
                                    change.is_new ? "/dev/null" : "a/" + shown, "b/" + shown))) {
        return exit_codes::unchecked;
      }
      continue;
    }
    const auto info = session.host.stat(path);
    const unsigned mode = info ? info->mode & 0777U : 0644U;
    if (const auto done = session.host.write_file(path, change.after, mode); !done) {
      complain(done.error());
      code = exit_codes::unusable;
      continue;
    }
    ++written;
    if (!print("corrected " + base::printable(change.shown) + "\n")) {
      return exit_codes::unchecked;
    }
  }
  if (!session.options.dry_run && written == 0 && code == exit_codes::clean) {
    print("nothing to correct\n");
  }
  return code;
}

struct Read {
  model::Subjects subjects;
  std::string root;
};

/// What the words of the command line name: a folder with a project, or Dockerfiles.
base::Result<Read> read(const Session& session) {
  const auto& words = session.options.words;
  const std::string here = session.host.working_directory();
  const std::string first = words.empty() ? "." : words.front();
  const auto info = session.host.stat(first);
  if (!info) {
    return tl::unexpected(info.error());
  }
  Read result;
  if (info->type != host::FileInfo::Type::directory) {
    result.subjects = acquire_named_files(session.host, words);
    result.root = here;
    return result;
  }
  if (words.size() > 1) {
    return base::fail("found several paths, of which " + first + " is a folder",
                      "name one folder, or Dockerfiles");
  }
  ComposeRequest request;
  request.compose_optional = true;
  request.load.environment = session.host.environment();
  request.load.environment.erase("COMPOSE_FILE");
  request.load.working_directory = first.starts_with('/') ? first : here + "/" + first;
  result.subjects = acquire_files(session.host, request);
  result.root =
      result.subjects.tree ? result.subjects.tree->directory : request.load.working_directory;
  return result;
}

} // namespace

int run_fix(const Session& session) {
  auto found = read(session);
  if (!found) {
    complain(found.error());
    return exit_codes::unusable;
  }
  audit::Policy policy;
  policy.as_of = as_of(session);
  policy.strict = session.options.common.strict;
  auto config = read_config(session.host, session.options.common.config, found->root, policy.as_of);
  if (!config) {
    complain(config.error());
    return exit_codes::unusable;
  }
  policy.suppressions = std::move(config->suppressions);
  return write_changes(session, changes_of(session, found->subjects, found->root, policy));
}

} // namespace secaudit::plugin
