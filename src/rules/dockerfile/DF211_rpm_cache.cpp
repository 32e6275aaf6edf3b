// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <array>
#include <utility>

namespace secaudit::rules {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> caches = {{
    {"yum", "/var/cache/yum"},
    {"dnf", "/var/cache/dnf"},
    {"microdnf", "/var/cache/yum"},
    {"tdnf", "/var/cache/tdnf"},
    {"zypper", "/var/cache/zypp"},
}};

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    const auto calls = package_calls(run.instruction);
    for (const auto& [tool, cache] : caches) {
      const model::ShellCommand* last = nullptr;
      for (const PackageCall& call : calls) {
        if (call.tool == tool && (call.verb == "install" || call.verb == "in")) {
          last = call.command;
        } else if (call.tool == tool && (call.verb == "clean" || call.verb == "cc")) {
          last = nullptr;
        }
      }
      if (last != nullptr && !removes(run.instruction, cache)
          && !mounts_over(run.instruction, cache)) {
        issues.push_back(about(*last, run, run.final ? Severity::low : Severity::info,
                               std::string(tool) + " leaves its cache in the layer.",
                               "End the RUN with `&& " + std::string(tool) + " clean"
                                   + (tool == "zypper" ? "" : " all") + "`."));
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
          .controls = {"hadolint DL3032", "hadolint DL3036", "hadolint DL3040"},
          .tags = {"dockerfile", "packages"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
