// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <cctype>

namespace secaudit::rules {
namespace {

bool is_git(std::string_view url) {
  const std::string_view plain = url.substr(0, url.find('#'));
  return plain.starts_with("git@") || plain.starts_with("git://") || plain.starts_with("ssh://")
         || plain.starts_with("github.com/") || plain.ends_with(".git")
         || (plain.starts_with("https://github.com/") && !base::contains(plain, "/archive/"));
}

bool is_archive(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

std::string reference_of(std::string_view url) {
  const std::size_t hash = url.find('#');
  if (hash == std::string_view::npos) {
    return {};
  }
  const std::string_view fragment = url.substr(hash + 1);
  return std::string(fragment.substr(0, fragment.find(':')));
}

bool is_commit(std::string_view text) {
  return text.size() == 40 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isxdigit(c) != 0;
         });
}

/// v1.2, 2024.1: a name with a number and a point, as releases have and branches do not.
bool is_tag(std::string_view text) {
  const bool version =
      !text.empty()
      && (text.front() == 'v' || std::isdigit(static_cast<unsigned char>(text.front())) != 0);
  return text.starts_with("refs/tags/") || (version && base::contains(text, "."));
}

void judge(const model::Service& service, const std::string& url,
           std::vector<model::Evidence> evidence, const std::string& key,
           std::vector<Issue>& issues) {
  const bool git = is_git(url);
  const std::string reference = reference_of(url);
  if ((!git && !is_archive(url)) || is_commit(reference)) {
    return;
  }
  const bool tag = git && is_tag(reference);
  issues.push_back({tag ? Severity::low : Severity::medium,
                    "Service " + service.name + " is built from "
                        + base::truncate(url.substr(0, url.find('#')), 80)
                        + (tag   ? " at the tag " + reference + ", which its owner can move."
                           : git ? (reference.empty() ? std::string(" at whatever its main branch "
                                                                    "holds that day.")
                                                      : " at the branch " + reference + ".")
                                 : std::string(", an archive whose content nothing checks.")),
                    std::move(evidence),
                    git ? "Write the commit behind the address: `#` and its 40 digits."
                        : "Use a git address with a commit, or keep the files in this repository.",
                    key});
}

Verdict check(const model::Service& service, const Context&) {
  if (!service.build) {
    return not_applicable("not built here");
  }
  std::vector<Issue> issues;
  judge(service, service.build->context.value, places(service.build->context, "context"),
        "build.context", issues);
  for (const model::Variable& extra : service.build->additional_contexts) {
    judge(service, extra.value.value_or(""), places(extra, extra.name),
          "build.additional_contexts[" + extra.name + "]", issues);
  }
  return conclude(service, std::move(issues), "built from files at hand");
}

} // namespace

Rule CO508() {
  return {.id = "CO508",
          .name = "remote-context-unpinned",
          .title = "Build context of others is not pinned",
          .severity = Severity::medium,
          .items = {},
          .controls = {"OWASP-Docker 13"},
          .tags = {"compose", "supply"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
