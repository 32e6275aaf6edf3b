// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool needs_add(std::string source) {
  if (source.size() > 1 && source.front() == source.back()
      && (source.front() == '"' || source.front() == '\'')) {
    source = source.substr(1, source.size() - 2);
  }
  constexpr std::array<std::string_view, 11> archives = {".bz2",     ".tar",  ".tgz",    ".tar.gz",
                                                         ".tar.bz2", ".tbz2", ".tar.xz", ".txz",
                                                         ".tar.zst", ".gz",   ".xz"};
  return source.find("://") != std::string::npos || source.starts_with("git@")
         || source.starts_with("<<") || source.find('$') != std::string::npos
         || source.find(".git") != std::string::npos
         || std::any_of(archives.begin(), archives.end(),
                        [&](std::string_view end) { return source.ends_with(end); });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "ADD", [](const Placed& add, std::vector<Issue>& issues) {
    for (std::size_t i = 0; i + 1 < add.instruction.arguments.size(); ++i) {
      if (!needs_add(add.instruction.arguments[i].text)) {
        issues.push_back(
            about(add, Severity::info,
                  "ADD unpacks and downloads; for plain files COPY says what is meant.",
                  "Write COPY instead of ADD."));
        return;
      }
    }
  });
}

} // namespace

Rule DF703() {
  return {.id = "DF703",
          .name = "add-for-copy",
          .title = "ADD where COPY is enough",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3020", "trivy DS-0005", "checkov CKV_DOCKER_4",
                       "KICS add_instead_of_copy", "SonarSource S7029", "dockle CIS-DI-0009",
                       "CIS-Docker 4.9"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
