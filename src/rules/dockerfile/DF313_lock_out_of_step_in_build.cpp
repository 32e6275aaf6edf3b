// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const std::string folder = use.context_name.str();
  return judge_packages(use, [&](const PackageCall& call, const Placed& run,
                                 std::vector<Issue>& issues) {
    const bool strict = (call.tool == "npm" && one_of(call.verb, {"ci", "clean-install"}))
                        || has_any(*call.command, {"--frozen-lockfile", "--immutable", "--locked"});
    if (!one_of(call.tool, {"npm", "yarn", "pnpm", "bun"})
        || !(one_of(call.verb, {"ci", "install", "i"}) || call.verb.empty())
        || !call.operands.empty()) {
      return;
    }
    for (const model::Manifest& manifest : context.subjects.manifests) {
      const std::string file = manifest.file.str();
      const std::size_t slash = file.rfind('/');
      const std::string own = slash == std::string::npos ? "" : file.substr(0, slash);
      if (manifest.kind != "npm" || !manifest.lock || manifest.lock_in_step.value_or(true)
          || own != (folder == "." ? "" : folder)) {
        continue;
      }
      Issue issue =
          about(*call.command, run, strict ? Severity::high : Severity::medium,
                manifest.lock->str() + " does not fit " + file
                    + (manifest.lock_problem.empty() ? "" : " (" + manifest.lock_problem + ")")
                    + (strict ? ": the build fails here."
                              : ": other versions are installed than the lock file says."),
                "Write the lock file anew and commit it.");
      issue.evidence.push_back(at({*manifest.lock, {1, 1}, {1, 1}}, manifest.lock_problem));
      issues.push_back(std::move(issue));
      return;
    }
  });
}

} // namespace

Rule DF313() {
  return {.id = "DF313",
          .name = "lock-out-of-step-in-build",
          .title = "The build installs by a lock file that is out of step",
          .severity = Severity::high,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
