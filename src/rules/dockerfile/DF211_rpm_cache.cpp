// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::rules {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> caches = {{
    {"yum", "/var/cache/yum"},
    {"dnf", "/var/cache/dnf"},
    {"microdnf", "/var/cache/yum"},
    {"tdnf", "/var/cache/tdnf"},
    {"zypper", "/var/cache/zypp"},
    {"pacman", "/var/cache/pacman/pkg"},
}};

bool is_install(std::string_view verb) {
  constexpr std::array<std::string_view, 14> verbs = {
      "install",   "in",  "upgrade",      "up",     "update", "upgrade-minimal", "up-min",
      "reinstall", "rei", "groupinstall", "remove", "rm",     "localinstall",    "dist-upgrade"};
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

bool cleans(const PackageCall& call) {
  if (call.tool == "pacman") {
    return has_short(*call.command, 'S') && has_short(*call.command, 'c');
  }
  if (call.tool == "zypper") {
    return call.verb == "clean" || call.verb == "cc";
  }
  return call.verb == "clean" && !call.operands.empty() && call.operands.front()->text == "all";
}

/// The index of the command behind another.
std::size_t behind(const model::Instruction& run, const model::ShellCommand& command) {
  return static_cast<std::size_t>(&command - run.commands.data()) + 1;
}

/// dnf has kept its cache in three places.
bool elsewhere(const model::Instruction& run, std::string_view tool, std::size_t first) {
  return base::contains(tool, "dnf")
         && (mounts_over(run, "/var/cache/libdnf5") || removes(run, "/var/cache/yum", first)
             || removes(run, "/var/cache/libdnf5", first) || removes(run, "/var/cache/dnf", first)
             || mounts_over(run, "/var/cache/dnf"));
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (!run.final) {
      return; // what a build stage leaves behind is thrown away
    }
    const auto calls = package_calls(run.instruction);
    for (const auto& [tool, cache] : caches) {
      const model::ShellCommand* last = nullptr;
      for (const PackageCall& call : calls) {
        if (call.tool == tool && cleans(call)) {
          last = nullptr;
        } else if (call.tool == tool && is_install(call.verb)) {
          last = call.command;
        }
      }
      if (last != nullptr && !removes(run.instruction, cache, behind(run.instruction, *last))
          && !elsewhere(run.instruction, tool, behind(run.instruction, *last))
          && !mounts_over(run.instruction, cache)) {
        issues.push_back(about(*last, run, Severity::low,
                               std::string(tool) + " leaves its cache in the layer.",
                               "End the RUN with `&& " + std::string(tool)
                                   + (tool == "pacman"   ? " -Scc --noconfirm"
                                      : tool == "zypper" ? " clean"
                                                         : " clean all")
                                   + "`."));
      }
    }
  });
}

} // namespace

Rule DF211() {
  return {.id = "DF211",
          .name = "rpm-cache",
          .title = "Package cache stays in the layer",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3032", "hadolint DL3036", "hadolint DL3040", "trivy DS-0015",
                       "trivy DS-0019", "trivy DS-0020", "trivy DS-0027",
                       "KICS missing_dnf_clean_all", "KICS missing_zypper_clean",
                       "KICS yum_clean_all_missing"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
