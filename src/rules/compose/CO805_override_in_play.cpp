// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_override(const model::FileName& file) {
  return base::contains(file.str(), ".override.");
}

/// What a file adds that only development wants.
std::vector<std::string> development_settings(const model::FileName& file, const Context& context) {
  std::vector<std::string> out;
  for (const model::Service* service : active_services(context)) {
    for (const auto& mount : service->volumes) {
      if (mount.span.file == file && mount->type == "bind") {
        out.push_back(service->name + " mounts " + mount->source_written);
      }
    }
    for (const auto& port : service->ports) {
      if (port.span.file == file) {
        out.push_back(service->name + " publishes " + written(*port));
      }
    }
    for (const model::Variable& variable : service->environment) {
      const std::string name = base::to_upper(variable.name);
      if (variable.span.file == file && (base::contains(name, "DEBUG") || name.ends_with("_ENV"))) {
        out.push_back(service->name + " sets " + variable.name);
      }
    }
    if (service->command && service->command->span.file == file) {
      out.push_back(service->name + " has another command");
    }
  }
  return out;
}

Verdict check(const model::Project& project, const Context& context) {
  const auto file = std::find_if(project.files.begin(), project.files.end(), is_override);
  if (!project.override_loaded || file == project.files.end()) {
    return pass("no automatic override");
  }
  std::vector<std::string> settings = development_settings(*file, context);
  if (settings.empty()) {
    return pass(file->str() + " changes nothing that matters here");
  }
  const std::size_t all = settings.size();
  settings.resize(std::min<std::size_t>(all, 4));
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = file->str() + " is merged without being named, on a server too: "
                  + base::join(settings, ", ") + (all > 4 ? ", …" : "") + ".";
  issue.evidence = {at({*file, {1, 1}, {1, 1}}, "automatic override")};
  issue.remedy = "Keep " + file->str() + " off the server, or start with `docker compose -f "
                 + project.files.front().str()
                 + " up -d`, which leaves it out; audit it the same way.";
  issue.key = "override";
  return fail(std::move(issue));
}

} // namespace

Rule CO805() {
  return {.id = "CO805",
          .name = "override-in-play",
          .title = "Override file is merged by itself",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "development"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
