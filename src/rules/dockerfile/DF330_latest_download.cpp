// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  const auto is_latest = [](std::string_view text) {
    return is_address(text)
           && (base::contains(text, "/latest/download/") || base::contains(text, "/releases/latest")
               || base::contains(text, "/latest/") || text.ends_with("/latest")
               || base::contains(text, "-latest.") || base::contains(text, "_latest."))
           && !base::contains(text, "/latest/meta-data");
  };
  for (const Placed& item : placed(use)) {
    if (item.instruction.name == "ADD") {
      for (const std::string& source : copy_sources(item.instruction)) {
        if (is_latest(source) && !item.instruction.flag("checksum")) {
          issues.push_back(about(item, by_place(item, Severity::medium),
                                 source + " is another file after the next release.",
                                 "Name a version, with --checksum."));
        }
      }
    }
    for (const model::ShellCommand& command : item.instruction.commands) {
      if (item.instruction.name != "RUN" || !one_of(command.name, {"curl", "wget", "aria2c"})) {
        continue;
      }
      for (const model::ShellWord& word : command.words) {
        if (is_latest(word.text)) {
          issues.push_back(about(command, item, by_place(item, Severity::medium),
                                 "The address names the latest release: the build takes another "
                                 "file after the next one.",
                                 "Name a version and compare the checksum."));
          break;
        }
      }
    }
  }
  return from_issues(std::move(issues), "no address of a latest release");
}

} // namespace

Rule DF330() {
  return {.id = "DF330",
          .name = "latest-download",
          .title = "The newest release of a program is downloaded",
          .severity = Severity::medium,
          .items = {"H12"},
          .controls = {},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
