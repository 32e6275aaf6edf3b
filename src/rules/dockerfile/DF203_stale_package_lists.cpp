// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <set>
#include <utility>

namespace secaudit::rules {
namespace {

bool is_update(const PackageCall& call) {
  const bool known = call.tool == "apt-get" || call.tool == "apt" || call.tool == "aptitude"
                     || call.tool == "apk" || call.tool == "yum" || call.tool == "dnf";
  return (known && call.verb == "update" && call.operands.empty())
         || (call.tool == "zypper"
             && (call.verb == "refresh" || call.verb == "ref" || call.verb == "update"
                 || call.verb == "up"))
         || (call.tool == "pacman" && call.operands.empty() && has_short(*call.command, 'y'));
}

bool is_install(const PackageCall& call) {
  if (call.tool == "pacman") {
    return !call.operands.empty();
  }
  return call.verb == "install" || call.verb == "add" || call.verb == "in" || call.verb == "upgrade"
         || call.verb == "dist-upgrade" || call.verb == "full-upgrade";
}

bool is_apt(const PackageCall& call) {
  return one_of(call.tool, {"apt-get", "apt", "aptitude"});
}

/// The lists are kept between builds, or come with a mount.
bool lists_mounted(const model::Instruction& run) {
  return mounts_over(run, "/var/lib/apt/lists");
}

/// An official base, which brings no package lists.
bool has_no_lists(const model::DockerfileUse& use, const Placed& run) {
  const ImageName image = image_under(use, run.stage);
  return image.registry == "docker.io" && one_of(image.path, {"debian", "ubuntu"});
}

Issue stale_install(const PackageCall& call, const Placed& run, bool updated_before) {
  return about(*call.command, run, Severity::medium,
               updated_before
                   ? "The package lists come from an earlier RUN, which the build cache keeps for "
                     "months: old packages are installed, or ones that are gone."
                   : "There are no package lists at this place: the base image brings none and no "
                     "RUN has fetched them.",
               "Update and install in one RUN: `" + call.tool + " update && " + call.tool
                   + " install …`.");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::set<std::size_t> updated; // stages whose lists an earlier RUN has fetched
  for (const Placed& run : placed(use, "RUN")) {
    const model::ShellCommand* update = nullptr;
    const PackageCall* stale = nullptr;
    bool installs = false;
    const auto calls = package_calls(run.instruction);
    for (const PackageCall& call : calls) {
      update = is_update(call) && update == nullptr ? call.command : update;
      // xx-apt-get looks after the lists of its platform by itself.
      const bool from_lists = is_apt(call) && !call.command->name.starts_with("xx-")
                              && call.verb == "install" && !call.operands.empty()
                              && !call.operands.front()->text.starts_with('.')
                              && !call.operands.front()->text.ends_with(".deb");
      stale = from_lists && update == nullptr && stale == nullptr ? &call : stale;
      installs = installs || is_install(call);
    }
    const model::Stage* stage = &run.stage;
    bool before = false;
    for (std::size_t steps = 0; stage != nullptr && steps <= use.dockerfile.stages.size();
         ++steps) {
      before = before || updated.contains(stage->index);
      stage = stage->parent ? &use.dockerfile.stages[*stage->parent] : nullptr;
    }
    if (update != nullptr) {
      updated.insert(run.stage.index);
    }
    if (lists_mounted(run.instruction)) {
      continue;
    }
    if (update != nullptr && !installs) {
      issues.push_back(
          about(*update, run, Severity::medium,
                "The package lists are updated in a layer of their own: the build cache "
                "keeps them, and later installs take old packages.",
                "Update and install in one RUN: `apt-get update && apt-get install …`."));
    } else if (stale != nullptr && (before || has_no_lists(use, run))) {
      issues.push_back(stale_install(*stale, run, before));
    }
  }
  return from_issues(std::move(issues), "lists and packages come in one RUN");
}

} // namespace

Rule DF203() {
  return {.id = "DF203",
          .name = "stale-package-lists",
          .title = "Packages are installed from stale lists",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"trivy DS-0017", "checkov CKV_DOCKER_5", "KICS update_instruction_alone",
                       "dockle CIS-DI-0007", "CIS-Docker 4.7", "hadolint DL3009"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
