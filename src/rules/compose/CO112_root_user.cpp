// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_user.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool writes_host(const model::Service& service) {
  return std::any_of(service.volumes.begin(), service.volumes.end(),
                     [](const auto& mount) { return mount->type == "bind" && !mount->read_only; });
}

std::vector<model::Evidence> evidence_of(const model::Service& service, const RunsAs& user) {
  if (service.user) {
    return places(*service.user, "user: " + service.user->value);
  }
  std::vector<model::Evidence> evidence = absent(service, "user");
  if (user.span.known()) {
    evidence.push_back(at(user.span, user.reason));
  }
  return evidence;
}

/// Whether the rules about Dockerfiles say at its place that the image runs as root. A target for
/// development is none of production to them, but this service runs it.
bool told_of_dockerfile(const model::Service& service, const Context& context) {
  const model::DockerfileUse* use = context.subjects.dockerfile_of(service.name);
  const model::Stage* stage = use == nullptr ? nullptr : use->target_stage();
  if (service.user || stage == nullptr || is_development(*use)) {
    return false;
  }
  return !stage->user || is_root_user(stage->user->value);
}

Verdict check(const model::Service& service, const Context& context) {
  const RunsAs user = runs_as(service, context);
  if (user.kind == RunsAs::Kind::other) {
    return pass(user.reason);
  }
  if (user.kind == RunsAs::Kind::drops && !service.user) {
    return pass(user.reason);
  }
  if (user.kind == RunsAs::Kind::root && told_of_dockerfile(service, context)) {
    return not_applicable("root by its Dockerfile: DF401 or DF402 says it there");
  }
  Issue issue;
  issue.key = "user";
  issue.evidence = evidence_of(service, user);
  issue.remedy = "Add `USER 10001` to the Dockerfile or `user: \"10001:10001\"` to "
                 + path_of(service) + ", and give that user the folders it writes to.";
  if (user.kind == RunsAs::Kind::unknown) {
    issue.severity = Severity::info;
    issue.message =
        "Service " + service.name
        + " names no user, and what its image runs as is not known; without USER in the "
          "image it is root.";
    return conclude(service, {std::move(issue)});
  }
  const bool published = exposure(service, context) == Exposure::everyone;
  const bool risky = published || writes_host(service);
  issue.severity = risky ? Severity::high : Severity::medium;
  issue.message = "Service " + service.name + " runs as root (" + user.reason + ")";
  issue.message += published              ? " and is reachable from outside."
                   : writes_host(service) ? " and writes to folders of the host."
                                          : ".";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO112() {
  return {.id = "CO112",
          .name = "root-user",
          .title = "Runs as root",
          .severity = Severity::medium,
          .items = {"H3"},
          .controls = {"CIS-Docker 4.1", "OWASP-Docker 2", "compose-lint CL-0018"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
