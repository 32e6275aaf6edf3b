// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

bool is_below(const std::string& path, std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) {
    folder.pop_back();
  }
  return folder.size() > 1 && (path == folder || path.starts_with(folder + "/"));
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  Folders folders;
  std::vector<std::pair<std::string, std::size_t>> volumes;
  for (const Placed& item : placed(use)) {
    folders.take(item);
    if (item.instruction.name == "FROM") {
      volumes.clear();
    }
    if (item.instruction.name == "VOLUME") {
      for (const model::Word& word : item.instruction.arguments) {
        volumes.emplace_back(word.text, item.index);
      }
    }
    std::string path = is_copy(item.instruction) ? copy_destination(item.instruction) : "";
    for (const model::ShellCommand& command : item.instruction.commands) {
      const auto operands = command.operands();
      if (item.instruction.name == "RUN" && !operands.empty()
          && one_of(command.name, {"mkdir", "chown", "chmod", "touch", "cp", "mv"})) {
        path = operands.back();
      }
      for (const model::Word& redirect : command.redirects) {
        const std::size_t name = redirect.text.find_first_not_of("0123456789>&|");
        if (item.instruction.name == "RUN" && redirect.text.find('>') != std::string::npos
            && name != std::string::npos && redirect.text.substr(name).starts_with('/')) {
          path = redirect.text.substr(name);
        }
      }
    }
    if (path.empty()) {
      continue;
    }
    path = folders.absolute(path);
    for (const auto& [volume, index] : volumes) {
      if (is_below(path, volume)) {
        issues.push_back(about(item, Severity::medium,
                               path + " lies below the volume " + volume
                                   + " that is declared above: the old builder throws away what is "
                                     "written here, and a mounted volume hides it.",
                               "Write the files first, then declare VOLUME."));
        break;
      }
    }
  }
  return from_issues(std::move(issues), "nothing is written below a volume");
}

} // namespace

Rule DF031() {
  return {.id = "DF031",
          .name = "write-below-volume",
          .title = "Files are written below a VOLUME",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
