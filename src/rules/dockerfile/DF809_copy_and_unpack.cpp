// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_archive(std::string_view name) {
  for (const char* end :
       {".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tb2", ".tbz", ".tz2",
        ".tar.lzma", ".tlz", ".tar.Z", ".tZ", ".gz", ".bz2", ".xz"}) {
    if (name.ends_with(end)) {
      return true;
    }
  }
  return false;
}

bool unpacks_something(const model::ShellCommand& command) {
  return one_of(command.name, {"tar", "unxz", "gunzip", "bunzip2", "xz", "gzip"});
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  std::vector<Placed> runs; // that unpack something
  for (const Placed& run : placed(use, "RUN")) {
    const auto& commands = run.instruction.commands;
    if (std::any_of(commands.begin(), commands.end(), unpacks_something)) {
      runs.push_back(run);
    }
  }
  for (const Placed& item : placed(use, "COPY")) {
    if (item.instruction.flag("from")) {
      continue;
    }
    for (const std::string& source : copy_sources(item.instruction)) {
      if (!is_archive(source)) {
        continue;
      }
      const std::string name = source.substr(source.find_last_of("/\\") + 1);
      const std::string destination = copy_destination(item.instruction);
      const std::string own = destination.substr(destination.find_last_of("/\\") + 1);
      for (const Placed& run : runs) {
        const bool unpacks = std::any_of(
            run.instruction.commands.begin(), run.instruction.commands.end(), [&](const auto& c) {
              const std::string text = text_of(c);
              return one_of(c.name, {"tar", "unxz", "gunzip", "bunzip2", "xz", "gzip"})
                     && (base::contains(text, name)
                         || (is_archive(own) && base::contains(text, own)));
            });
        if (unpacks && run.index > item.index && run.stage.index == item.stage.index) {
          issues.push_back(about(item, Severity::info,
                                 "The archive stays in a layer beside what is unpacked from it.",
                                 "Write `ADD " + source + " …`, which unpacks it."));
          break;
        }
      }
    }
  }
  return from_issues(std::move(issues), "no archive is copied to be unpacked");
}

} // namespace

Rule DF809() {
  return {.id = "DF809",
          .name = "copy-and-unpack",
          .title = "An archive is copied and unpacked",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3010"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .strict_only = true,
          .check = check};
}

} // namespace secaudit::rules
