// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_secret_file(std::string_view path) {
  const std::string name = base::to_lower(path.substr(path.rfind('/') + 1));
  return name == ".env" || name.starts_with("id_rsa") || name.starts_with("id_ed25519")
         || name == ".npmrc" || name == ".pypirc" || name == ".netrc" || name.ends_with(".pem")
         || name.ends_with(".key") || name.ends_with(".p12") || name.ends_with(".pfx");
}

bool removes_file(const model::ShellCommand& command, std::string_view name) {
  if (command.name != "rm") {
    return false;
  }
  const auto operands = command.operands();
  return std::any_of(operands.begin(), operands.end(), [&](std::string_view operand) {
    return operand.substr(operand.rfind('/') + 1) == name;
  });
}

/// The RUN behind `copy` that deletes the file, or nullptr.
const model::Instruction* later_removal(const std::vector<Placed>& all, std::size_t copy,
                                        std::string_view name) {
  for (std::size_t i = copy + 1; i < all.size() && &all[i].stage == &all[copy].stage; ++i) {
    for (const model::ShellCommand& command : all[i].instruction.commands) {
      if (all[i].instruction.name == "RUN" && removes_file(command, name)) {
        return &all[i].instruction;
      }
    }
  }
  return nullptr;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  std::vector<Issue> issues;
  const std::vector<Placed> all = placed(use);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const model::Instruction& copy = all[i].instruction;
    if ((copy.name != "COPY" && copy.name != "ADD") || copy.flag("from") || !all[i].final) {
      continue;
    }
    for (std::size_t j = 0; j + 1 < copy.arguments.size(); ++j) {
      const std::string& source = copy.arguments[j].text;
      const std::string name = source.substr(source.rfind('/') + 1);
      const std::string& target = copy.arguments.back().text;
      const std::string renamed = target.substr(target.rfind('/') + 1);
      const model::Instruction* removal =
          is_secret_file(source) ? later_removal(all, i, name) : nullptr;
      if (removal == nullptr && is_secret_file(source) && !renamed.empty()) {
        removal = later_removal(all, i, renamed);
      }
      if (removal == nullptr) {
        continue;
      }
      Issue issue = about(all[i], Severity::high,
                          name
                              + " is deleted in a later layer only: the layer that brought it is "
                                "still part of the image.",
                          "Use `RUN --mount=type=secret` for the step that needs it, and change "
                          "the secret.");
      issue.evidence.push_back(at(removal->span, "deleted here"));
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule DF505() {
  return {.id = "DF505",
          .name = "secret-deleted-too-late",
          .title = "A secret file is deleted in a later layer",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"CIS-Docker 4.10"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
