// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_file(const std::vector<model::ProjectFile>& files, std::string_view name) {
  return std::any_of(files.begin(), files.end(), [&](const model::ProjectFile& file) {
    return file.name == name && !file.file.empty();
  });
}

void judge(const model::Service& service, std::string_view key,
           const std::vector<model::ProjectFile>& files, std::vector<Issue>& issues) {
  for (const model::Node& item : items_of(key_of(service, key))) {
    std::vector<std::string> ignored;
    for (const char* option : {"uid", "gid", "mode"}) {
      const model::Node* value = item.find(option);
      if (value != nullptr && value->via != model::Via::defaulted) {
        ignored.emplace_back(option);
      }
    }
    const std::string source = text_at(item, "source");
    if (ignored.empty() || !is_file(files, source)) {
      continue;
    }
    issues.push_back(
        {Severity::info,
         base::join(ignored, ", ") + " of " + source + " in service " + service.name
             + " have no effect: a secret or config from a file is mounted as it is.",
         {at(item.span, source)},
         "Set owner and mode of the file on the host; Compose honours the keys only for "
         "`environment` and `content`.",
         std::string(key) + "[" + source + "]"});
  }
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  if (context.subjects.project) {
    judge(service, "secrets", context.subjects.project->secrets, issues);
    judge(service, "configs", context.subjects.project->configs, issues);
  }
  return conclude(service, std::move(issues), "no key without effect");
}

} // namespace

Rule CO416() {
  return {.id = "CO416",
          .name = "secret-mode-ignored",
          .title = "Owner or mode of the secret has no effect",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "secrets", "correctness"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
