// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool inside_only(const model::Service& service, const Context& context) {
  return service.ports.empty()
         && std::all_of(service.networks.begin(), service.networks.end(), [&](const auto& name) {
              const auto& project = context.subjects.project;
              const model::Network* network = project ? project->network(*name) : nullptr;
              return network != nullptr && network->internal;
            });
}

Severity severity_of(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  const bool proxy =
      any_of(service_images().socket_proxies, image) && inside_only(service, context);
  return proxy || known(service_images().socket_users, image) != nullptr ? Severity::high
                                                                         : Severity::critical;
}

Issue issue_for(const model::Service& service, const Context& context,
                std::vector<model::Evidence> evidence, const std::string& what, bool read_only) {
  const KnownImage* user = known(service_images().socket_users, software_of(service, context));
  Issue issue;
  issue.severity = severity_of(service, context);
  issue.message = "Service " + service.name + " can command the container engine through " + what
                  + ": it can start a privileged container and so is root on the host.";
  if (read_only) {
    issue.message += " `ro` does not help, a socket still takes commands.";
  }
  issue.evidence = std::move(evidence);
  issue.remedy =
      user != nullptr
          ? user->title
                + " works with less: put a socket proxy (CONTAINERS=1 only) on an internal "
                  "network and set DOCKER_HOST=tcp://socket-proxy:2375 in "
                + path_of(service) + "."
          : "Remove the mount from " + path_of(service)
                + "; if it must ask the engine, give it a socket proxy that allows single "
                  "read requests only.";
  issue.key = "engine-socket";
  return issue;
}

/// `- /var/run/docker.sock` mounts nothing of the host, but was meant to.
void judge_misplaced(const model::Service& service, std::vector<Issue>& issues) {
  for (const auto& mount : service.volumes) {
    if (mount->type != "volume" || !mount->source.empty() || !mount->target.ends_with(".sock")
        || !is_engine_socket(mount->target)) {
      continue;
    }
    issues.push_back(
        {Severity::low,
         "Service " + service.name + " names the engine's socket " + mount->target
             + " as a volume without a source: it gets an empty folder there. What was "
               "meant would make it root on the host.",
         places(mount, mount->target),
         "Delete the entry from `" + path_of(service)
             + ".volumes`; if it must ask the engine, give it a socket proxy.",
         "engine-socket[" + mount->target + "]"});
  }
}

Verdict check(const model::Service& service, const Context& context) {
  std::vector<Issue> issues;
  if (service.use_api_socket && service.use_api_socket->value) {
    issues.push_back(issue_for(service, context,
                               places(*service.use_api_socket, "use_api_socket: true"),
                               "use_api_socket, which also hands over the registry logins", false));
  }
  for (const auto& mount : service.volumes) {
    const std::string& source = mount->driver_device.empty() ? mount->source : mount->driver_device;
    const bool host =
        mount->type == "bind" || mount->type == "npipe" || !mount->driver_device.empty();
    if (host && is_engine_socket(source)) {
      const std::string shown = mount->source_written.empty() ? source : mount->source_written;
      issues.push_back(issue_for(service, context, places(mount, shown + " → " + mount->target),
                                 "the mount of " + source, mount->read_only));
    }
  }
  judge_misplaced(service, issues);
  for (const auto& list : {service.secrets, service.configs}) {
    for (const model::FileReference& reference : list) {
      const auto& project = context.subjects.project;
      if (!project) {
        continue;
      }
      for (const auto& files : {project->secrets, project->configs}) {
        for (const model::ProjectFile& file : files) {
          if (file.name == reference.source && !file.file.empty() && is_engine_socket(file.file)) {
            issues.push_back(issue_for(service, context, {at(reference.span, reference.source)},
                                       "the file " + file.file, false));
          }
        }
      }
    }
  }
  return conclude(service, std::move(issues), "no engine socket");
}

} // namespace

Rule CO201() {
  return {.id = "CO201",
          .name = "engine-socket",
          .title = "Container engine's socket in a container",
          .severity = Severity::critical,
          .items = {},
          .controls = {"CIS-Docker 5.32", "OWASP-Docker 1",
                       "KICS docker_socket_mounted_in_container",
                       "semgrep exposing-docker-socket-volume", "compose-lint CL-0001"},
          .tags = {"compose", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
