// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool has_operand(const PackageCall& call) {
  return !call.operands.empty();
}

std::string better(const PackageCall& call, bool ci) {
  const model::ShellCommand& command = *call.command;
  const bool global = has_any(command, {"-g", "--global"});
  if (call.tool == "npm" && one_of(call.verb, {"install", "i"}) && !has_operand(call) && !global
      && !command.has("--package-lock-only")) {
    return "npm ci";
  }
  if (call.tool == "yarn" && (call.verb.empty() || call.verb == "install") && !ci
      && !has_any(command,
                  {"--frozen-lockfile", "--immutable", "--version", "-v", "--pure-lockfile"})) {
    return "yarn install --frozen-lockfile (from version 2 on: --immutable)";
  }
  if (call.tool == "pnpm" && one_of(call.verb, {"install", "i"}) && !global && !ci
      && !has_any(command, {"--frozen-lockfile", "--offline", "--no-lockfile"})) {
    return "pnpm install --frozen-lockfile";
  }
  if (call.tool == "bun" && one_of(call.verb, {"install", "i"}) && !has_operand(call)
      && !has_any(command, {"--frozen-lockfile", "-g", "--global"})) {
    return "bun install --frozen-lockfile";
  }
  return {};
}

/// A lock file reaches the image: it is named in a COPY or lies beside the manifest.
bool copies_lock(const model::DockerfileUse& use, const Placed& run, const Context& context) {
  for (const Placed& item : placed(use)) {
    if (item.index > run.index || !is_copy(item.instruction)) {
      continue;
    }
    for (const std::string& source : copy_sources(item.instruction)) {
      for (const char* name :
           {"package-lock.json", "package*.json", "package-lock", "package*", "npm-shrinkwrap.json",
            "yarn.lock", "pnpm-lock.yaml", "bun.lock", "*.lock", "*lock"}) {
        if (base::contains(source, name)) {
          return true;
        }
      }
    }
  }
  return std::any_of(
      context.subjects.manifests.begin(), context.subjects.manifests.end(),
      [](const model::Manifest& manifest) { return manifest.kind == "npm" && manifest.lock; });
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  return judge_packages(use, [&](const PackageCall& call, const Placed& run,
                                 std::vector<Issue>& issues) {
    const bool ci =
        value_at(use, run, "CI").value_or("") == "true"
        || std::any_of(call.command->assignments.begin(), call.command->assignments.end(),
                       [](const model::Word& word) { return word.text == "CI=true"; });
    const std::string command = better(call, ci);
    if (command.empty() || !copies_lock(use, run, context)) {
      return;
    }
    issues.push_back(about(*call.command, run, by_place(run, Severity::medium),
                           call.tool + (call.verb.empty() ? "" : " " + call.verb)
                               + " may change what the lock file says: the image is not what the "
                                 "tests ran with.",
                           "Write `" + command + "`."));
  });
}

} // namespace

Rule DF311() {
  return {.id = "DF311",
          .name = "install-without-lock",
          .title = "The lock file is not binding",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies", "supply-chain"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
