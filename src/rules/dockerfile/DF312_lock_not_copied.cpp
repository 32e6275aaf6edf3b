// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// Manifests and the lock files that belong to them.
struct Pair {
  std::string_view kind;
  std::string_view manifest;
};

const model::Manifest* manifest_of(const Context& context, const model::DockerfileUse& use,
                                   std::string_view kind) {
  const std::string folder = use.context_name.str();
  for (const model::Manifest& manifest : context.subjects.manifests) {
    const std::string file = manifest.file.str();
    const std::size_t slash = file.rfind('/');
    const std::string own = slash == std::string::npos ? "" : file.substr(0, slash);
    if (manifest.kind == kind && own == (folder == "." ? "" : folder)) {
      return &manifest;
    }
  }
  return nullptr;
}

/// Which names the sources of a COPY take along.
bool takes(const std::vector<std::string>& sources, const std::string& name) {
  return std::any_of(sources.begin(), sources.end(), [&](const std::string& source) {
    const std::string own = source.substr(source.rfind('/') + 1);
    return is_wide_source(source) || own == name || base::glob_match(own, name);
  });
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Manifest* manifest = manifest_of(context, use, "npm");
  if (manifest == nullptr || !use.context_readable) {
    return not_applicable("no package.json in the build context");
  }
  const std::string lock =
      manifest->lock ? manifest->lock->str().substr(manifest->lock->str().rfind('/') + 1) : "";
  std::vector<std::string> copied;
  return judge_packages(use, [&](const PackageCall& call, const Placed& run,
                                 std::vector<Issue>& issues) {
    const bool installs = one_of(call.tool, {"npm", "yarn", "pnpm", "bun"})
                          && (one_of(call.verb, {"install", "ci", "i"}) || call.verb.empty())
                          && call.operands.empty() && !has_any(*call.command, {"-g", "--version"});
    if (!installs || manifest->requirements.empty()) {
      return;
    }
    std::vector<std::string> sources;
    for (const Placed& item : placed(use)) {
      if (is_copy(item.instruction) && item.index < run.index && !item.instruction.flag("from")) {
        const auto more = copy_sources(item.instruction);
        sources.insert(sources.end(), more.begin(), more.end());
      }
    }
    for (const MountFields& mount : mounts_of(run.instruction)) {
      sources.push_back(mount.source);
    }
    if (!takes(sources, "package.json")) {
      return; // another project than the one in the context
    }
    if (lock.empty()) {
      issues.push_back(about(*call.command, run, by_place(run, Severity::medium),
                             manifest->file.str()
                                 + " has no lock file: every build installs what is "
                                   "newest.",
                             "Commit the lock file that `" + call.tool + " install` writes."));
    } else if (!takes(sources, lock)) {
      issues.push_back(about(*call.command, run, by_place(run, Severity::medium),
                             lock + " is not copied before this line, so that it binds nobody.",
                             "Write `COPY package.json " + lock + " ./`."));
    }
  });
}

} // namespace

Rule DF312() {
  return {.id = "DF312",
          .name = "lock-not-copied",
          .title = "The lock file does not get into the build",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "dependencies"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
