// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool has_version(std::string_view text) {
  if (text.starts_with("git+") || text.starts_with("git:") || text.starts_with("git@")
      || is_address(text)) {
    return text.find('#') != std::string_view::npos || text.ends_with(".tgz")
           || text.ends_with(".tar.gz");
  }
  if (text.starts_with('.') || text.starts_with('/') || text.starts_with("file:")
      || text.ends_with(".tgz") || text.ends_with(".tar.gz") || text.ends_with(".tar")) {
    return true;
  }
  const std::size_t at = text.find('@', 1);
  const std::string_view version = at == std::string_view::npos ? "" : text.substr(at + 1);
  return !version.empty() && version != "latest" && version != "next" && version != "*";
}

/// What npx fetches: with `--yes`, and what only makes projects, is not among the dependencies.
bool npx_fetches(const PackageCall& call) {
  return call.tool == "npx"
         && (has_any(*call.command, {"-y", "--yes"}) || call.verb.starts_with("create-")
             || call.verb.ends_with("@latest"));
}

/// The words of npm's own: `npm install -g NAME`, `yarn global add NAME`, `npx NAME`.
std::vector<const model::ShellWord*> names_of(const PackageCall& call) {
  if (npx_fetches(call)) {
    for (const model::ShellWord& word : call.command->words) {
      if (word.text == call.verb) {
        return {&word};
      }
    }
  }
  std::vector<const model::ShellWord*> out = call.operands;
  if ((call.tool == "npm" && one_of(call.verb, {"install", "i", "add"}))
      || (one_of(call.tool, {"pnpm", "bun"}) && call.verb == "add")) {
    return out;
  }
  if (call.tool == "yarn" && call.verb == "add") {
    return out;
  }
  if (call.tool == "yarn" && call.verb == "global" && !out.empty() && out.front()->text == "add") {
    out.erase(out.begin());
    return out;
  }
  return {};
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_packages(use, [](const PackageCall& call, const Placed& run,
                                std::vector<Issue>& issues) {
    for (const model::ShellWord* word : names_of(call)) {
      if (!word->unresolved && !has_version(word->text)) {
        issues.push_back(
            about(*call.command, run, by_place(run, Severity::medium),
                  call.tool + " takes whatever " + word->text
                      + " is newest when the "
                        "image is built.",
                  "Write a version: `" + word->text.substr(0, word->text.find('@', 1)) + "@…`."));
        return;
      }
    }
  });
}

} // namespace

Rule DF316() {
  return {.id = "DF316",
          .name = "npm-global-unpinned",
          .title = "A package of npm is installed without a version",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {"hadolint DL3016", "KICS npm_install_without_pinned_version"},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
