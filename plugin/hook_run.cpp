// SPDX-License-Identifier: Apache-2.0
// What the pre-push hook does.
#include "audit/audit.hpp"
#include "audit/judge.hpp"
#include "audit/standing.hpp"
#include "base/search_limits.hpp"
#include "base/text.hpp"
#include "host/read_stream.hpp"
#include "project/git/commit_view.hpp"
#include "project/git/push.hpp"
#include "report/text.hpp"
#include "rules/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "plugin/acquire.hpp"
#include "plugin/git_search.hpp"
#include "plugin/outcome.hpp"
#include "plugin/output.hpp"
#include "plugin/run_command.hpp"
#include "plugin/secret_report.hpp"
#include "plugin/secret_search.hpp"

namespace secaudit::plugin {
namespace {

using project::git::PushedRange;
using project::git::PushedRef;

constexpr std::size_t shown_digits = 12;
constexpr std::size_t checked_tips = 4; ///< branches of one push whose project is checked
constexpr unsigned private_file = 0600;

/// What git wrote about a push.
struct Push {
  std::vector<PushedRef> refs;
  std::string remote;
};

/// pre-commit hands over variables instead of the lines of git, for one ref; a first push has no
/// commit to start from.
std::optional<Push> from_pre_commit(const host::Host& host, const project::git::History& history) {
  const auto remote = host.env("PRE_COMMIT_REMOTE_NAME");
  if (!remote) {
    return std::nullopt;
  }
  const auto id_of = [&](const std::string& name) -> std::string {
    const auto id = name.empty() || name.front() == '-'
                        ? base::Result<std::string>(base::fail("none"))
                        : history.ask({"rev-parse", "--verify", "--quiet", name + "^{commit}"});
    return id ? std::string(base::trim(*id)) : std::string();
  };
  std::string to = id_of(host.env("PRE_COMMIT_TO_REF").value_or(""));
  to = to.empty() ? id_of(host.env("PRE_COMMIT_LOCAL_BRANCH").value_or("HEAD")) : to;
  std::string from = id_of(host.env("PRE_COMMIT_FROM_REF").value_or(""));
  const std::string branch = host.env("PRE_COMMIT_REMOTE_BRANCH").value_or("refs/heads/HEAD");
  Push push;
  push.remote = *remote;
  if (!to.empty()) {
    from = from.empty() ? std::string(to.size(), '0') : from;
    push.refs.push_back({branch, to, branch, from});
  }
  return push;
}

base::Result<Push> read_push(const Session& session, const project::git::History& history) {
  if (session.options.words.empty()) {
    if (auto push = from_pre_commit(session.host, history)) {
      return std::move(*push);
    }
  }
  const auto text = host::read_all(*session.host.standard_input(), limits::push_lines_bytes);
  if (!text) {
    return base::fail("standard input: " + text.error().message,
                      "git writes one short line for each ref of a push");
  }
  auto refs = project::git::parse_push(*text);
  if (!refs) {
    return tl::unexpected(refs.error());
  }
  Push push;
  push.refs = std::move(*refs);
  push.remote = session.options.words.empty() ? "origin" : session.options.words.front();
  return push;
}

/// The memory of clean blobs lies in the repository itself, beside its objects.
class Memory {
 public:
  Memory(const host::Host& host, const project::git::History& history, const SecretSearch& search)
      : host_(host), blobs_(std::string(rule_set_id()) + search.fingerprint()) {
    const auto common = history.ask({"rev-parse", "--git-common-dir"});
    path_ = common ? std::string(base::trim(*common)) + "/secaudit-clean-blobs" : "";
    if (const auto text = host.read_file(path_, limits::project_file_bytes)) {
      blobs_.load(*text);
    }
  }

  CleanBlobs& blobs() { return blobs_; }
  /// A repository that cannot be written to is searched anew every time; that is no failure.
  void save() const {
    if (!path_.empty() && blobs_.changed()) {
      static_cast<void>(host_.write_file(path_, blobs_.text(), private_file));
    }
  }

 private:
  const host::Host& host_;
  std::string path_;
  CleanBlobs blobs_;
};

base::Status search_push(GitSearch& search, const PushedRange& range, SecretScope& scope) {
  for (const std::string& id : range.absent) {
    scope.gaps.push_back({"secrets",
                          id,
                          "is to be pushed, but the repository does not hold it",
                          {},
                          "run git fsck"});
  }
  if (auto searched = search.objects(range.objects); !searched) {
    return searched;
  }
  if (range.revisions.empty()) {
    return {};
  }
  const auto more = search.commits(range.revisions, {}, limits::pushed_commits);
  if (!more) {
    return tl::unexpected(more.error());
  }
  if (*more) {
    scope.gaps.push_back({"secrets",
                          "push",
                          "only the newest " + std::to_string(limits::pushed_commits)
                              + " commits and the whole tree they end in were searched",
                          {},
                          "search all of it with `docker secaudit secrets --range "
                              + range.commits.front().substr(0, shown_digits) + "`"});
    for (const std::string& commit : range.commits) {
      if (auto searched = search.tree(commit); !searched) {
        return searched;
      }
    }
  }
  return {};
}

/// The serious findings of the compose project as the pushed commit has it.
base::Result<std::vector<model::Finding>> check_files(const Session& session,
                                                      const project::git::History& history,
                                                      const std::string& top,
                                                      const std::string& commit) {
  const auto view = project::git::CommitView::make(session.host, history, top, commit);
  if (!view) {
    return tl::unexpected(view.error());
  }
  const Session there{*view, session.terminal, session.options};
  auto terms = read_terms(there, top);
  if (!terms) {
    return tl::unexpected(terms.error());
  }
  ComposeRequest request;
  request.compose_optional = true;
  request.search_secrets = false; // what is pushed is searched by its commits
  request.load.environment = session.host.environment();
  request.load.environment.erase("COMPOSE_FILE");
  request.load.working_directory = top;
  const model::Subjects subjects = acquire_files(*view, request);
  // No checklist is asked for, and deciding one reads through all sources.
  const rules::Context context{subjects, terms->policy.as_of, terms->policy.strict};
  auto findings = audit::judge(rules::catalogue(), context, terms->policy).findings;
  const auto level = model::parse_severity(terms->fail_on);
  std::erase_if(findings, [&](const model::Finding& finding) {
    return !level || !audit::reaches(finding, terms->policy.as_of, *level);
  });
  return findings;
}

void add_file_findings(const Session& session, const project::git::History& history,
                       const PushedRange& range, model::Report& report) {
  const auto top = history.ask({"rev-parse", "--show-toplevel"});
  if (!top) {
    return; // a bare repository has no project to check
  }
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < range.tips.size(); ++i) {
    if (i == checked_tips) {
      report.gaps.push_back({"files",
                             "push",
                             "the project of " + std::to_string(range.tips.size() - checked_tips)
                                 + " more branches was not checked",
                             {},
                             "push fewer branches at once"});
      return;
    }
    auto findings = check_files(session, history, std::string(base::trim(*top)), range.tips[i]);
    if (!findings) {
      report.gaps.push_back({"files",
                             range.tips[i].substr(0, shown_digits),
                             findings.error().message,
                             {},
                             findings.error().hint});
      continue;
    }
    for (model::Finding& finding : *findings) {
      if (std::find(seen.begin(), seen.end(), finding.fingerprint) == seen.end()) {
        seen.push_back(finding.fingerprint);
        report.findings.push_back(std::move(finding));
      }
    }
  }
  audit::sort_findings(report.findings);
}

/// What to do now; on standard error, where git's own words go.
void explain(const model::Report& report) {
  std::string commit;
  for (const model::Finding& finding : report.findings) {
    for (const model::Evidence& evidence : finding.evidence) {
      const auto* command = std::get_if<model::CommandEvidence>(&evidence);
      if (finding.rule.starts_with("SE") && command != nullptr && command->argv.size() == 3
          && !finding.subject.starts_with("(tag")) {
        commit = command->argv[2].substr(0, shown_digits);
        break;
      }
    }
    if (!commit.empty()) {
      break;
    }
  }
  std::string text = "\nNothing was pushed.\n";
  if (!commit.empty()) {
    text += "A secret in a commit stays in the history after it is removed from the file:\n"
            "  1 revoke it where it was issued, and make a new one\n"
            "  2 take it out of the commits:\n"
            "      in the last commit:  remove it, then git commit --amend\n"
            "      in older ones:       git rebase -i "
            + commit
            + "^, mark the commit `edit`, remove it,\n"
              "                           git commit --amend, git rebase --continue\n"
              "                           (--root instead of a commit for the very first one)\n"
              "      in many:             git filter-repo --replace-text FILE\n"
              "  3 push again\n";
  }
  text += "What is no secret, or accepted, goes into .secaudit.yaml with a reason.\n"
          "To push in spite of this: SECAUDIT_SKIP=1 git push, or git push --no-verify\n";
  std::fputs(text.c_str(), stderr);
}

bool anything_to_tell(const model::Report& report) {
  return !report.gaps.empty()
         || std::any_of(report.findings.begin(), report.findings.end(), [](const auto& finding) {
              return finding.standing == model::Standing::open
                     && finding.severity != model::Severity::info;
            });
}

int failed(const base::Error& error) {
  complain(error);
  std::fputs("docker secaudit: nothing was pushed; git push --no-verify pushes without this "
             "check\n",
             stderr);
  return exit_codes::unusable;
}

int run_on(const Session& session, const project::git::History& history, const Push& push,
           const PushedRange& range) {
  auto terms = read_terms(session, ".");
  if (!terms) {
    return failed(terms.error());
  }
  const SecretSearch searcher(session.host, ".");
  Memory memory(session.host, history, searcher);
  SecretFinds finds;
  SecretScope scope;
  scope.gaps = std::move(terms->gaps);
  scope.title = "push to " + push.remote;
  GitSearch search(session.host, history, searcher.scanner(), finds, scope.gaps);
  search.use_memory(memory.blobs());
  if (auto searched = search_push(search, range, scope); !searched) {
    return session.host.cancelled() ? exit_codes::unchecked : failed(searched.error());
  }
  memory.save();
  scope.looked_at = report::counted(search.blobs() + search.known(), "file") + " of "
                    + report::counted(search.searched_commits().size(), "commit");
  model::Report report = secret_report(finds.all(), std::move(scope), terms->policy);
  report.kind = "push";
  add_file_findings(session, history, range, report);
  const model::Report shown = with_severities(report, session.options.common.severities);
  const bool asked = !session.options.common.formats.empty()
                     || !session.options.common.outputs.empty() || session.options.common.verbose;
  const bool fine = (!asked && !anything_to_tell(shown)) || tell(session, shown, "");
  int code = exit_code_of(shown, terms->fail_on);
  if (code == exit_codes::unchecked && !terms->policy.strict) {
    code = exit_codes::clean;
  }
  if (code != exit_codes::clean) {
    explain(shown);
  }
  return code == exit_codes::clean && !fine ? exit_codes::unchecked : code;
}

} // namespace

int run_hook_run(const Session& session) {
  const std::string skip = session.host.env("SECAUDIT_SKIP").value_or("");
  if (!skip.empty() && skip != "0") {
    std::fputs("docker secaudit: this push is not checked (SECAUDIT_SKIP)\n", stderr);
    return exit_codes::clean;
  }
  const project::git::History history(session.host, ".");
  const auto push = read_push(session, history);
  if (!push) {
    return failed(push.error());
  }
  const auto range = project::git::pushed_range(history, push->refs, push->remote);
  if (!range) {
    return failed(range.error());
  }
  const bool nothing = range->commits.empty() && range->objects.empty() && range->absent.empty();
  return nothing ? exit_codes::clean : run_on(session, history, *push, *range);
}

} // namespace secaudit::plugin
