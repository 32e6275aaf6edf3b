// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 16> no_source{
    "data",  "config", "conf",    "logs",   "log",     "uploads", "media",   "storage",
    "certs", "ssl",    "secrets", "backup", "backups", "static",  "volumes", "docker"};

std::string workdir_of(const model::Service& service, const Context& context) {
  if (service.working_dir) {
    return base::clean_path(service.working_dir->value);
  }
  const model::DockerfileUse* use = context.subjects.dockerfile_of(service.name);
  if (use != nullptr) {
    for (const model::Stage* stage : use->final_chain()) {
      if (stage->workdir) {
        return base::clean_path(stage->workdir->value);
      }
    }
  }
  return {};
}

bool is_data(std::string_view path) {
  const std::string name = base::to_lower(path.substr(path.rfind('/') + 1));
  // A dot inside the name is that of a file, such as nginx.conf.
  return std::find(no_source.begin(), no_source.end(), name) != no_source.end()
         || name.find('.', 1) != std::string::npos;
}

/// Whether a mount puts what lies on the host in place of what the image brought.
bool covers_application(const model::Mount& mount, const model::Service& service,
                        const Context& context) {
  const std::string source = base::clean_path(mount.source);
  const std::string target = base::clean_path(mount.target);
  const std::string build = base::clean_path(service.build->context.value);
  const std::string workdir = workdir_of(service, context);
  const bool whole = source == build
                     || (context.subjects.project
                         && source == base::clean_path(context.subjects.project->directory));
  if (whole) {
    return workdir.empty() || is_or_below(target, workdir) || is_or_below(workdir, target);
  }
  if (!is_or_below(source, build) || is_data(source)) {
    return false;
  }
  // ./src over /app/src, or the folder itself over the working folder.
  const std::string relative = source.substr(build == "/" ? 0 : build.size());
  return !workdir.empty() && (target == workdir || target == base::clean_path(workdir + relative));
}

Verdict check(const model::Service& service, const Context& context) {
  if (!service.build) {
    return not_applicable("not built here");
  }
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    if (mount->type != "bind" || !covers_application(*mount, service, context)) {
      continue;
    }
    const bool override_file = context.subjects.project
                               && context.subjects.project->files.size() > 1
                               && mount.span.file != context.subjects.project->files.front();
    issues.push_back({override_file ? Severity::low : Severity::medium,
                      "Service " + service.name + " runs the source tree of the host ("
                          + mount->source_written + " over " + mount->target
                          + ") instead of what its image holds: what was built and checked is not "
                            "what runs.",
                      places(mount, mount->source_written + " → " + mount->target),
                      "Delete the mount from `" + path_of(service)
                          + ".volumes`, or move it to a compose.override.yaml that only "
                            "development machines have (or to `develop.watch`).",
                      "volumes[" + mount->target + "].source"});
  }
  return conclude(service, std::move(issues), "runs what its image holds");
}

} // namespace

Rule CO206() {
  return {.id = "CO206",
          .name = "source-mounted-over-app",
          .title = "Source tree is mounted over the application",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "mounts", "development"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
