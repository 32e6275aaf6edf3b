// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/service_images.hpp"

namespace secaudit::rules {
namespace {

bool runs_a_shell_only(const model::DockerfileUse& use, const model::Stage& stage) {
  if (stage.entrypoint || !stage.command) {
    return !stage.entrypoint && image_is(image_under(use, stage), "alpine");
  }
  const auto& commands = use.dockerfile.instructions[*stage.command].commands;
  return commands.size() == 1 && commands.front().words.size() == 1
         && (commands.front().name == "sh" || commands.front().name == "bash");
}

/// The container is started as another user.
bool service_changes_user(const model::DockerfileUse& use, const Context& context) {
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(use.service) : nullptr;
  return service != nullptr && service->user && service->user->value != "root"
         && !service->user->value.starts_with("0");
}

/// The command that starts gives root up by itself.
bool drops(const model::DockerfileUse& use, const model::Stage& stage) {
  for (const auto& start : {stage.entrypoint, stage.command}) {
    if (!start) {
      continue;
    }
    for (const model::ShellCommand& command : use.dockerfile.instructions[*start].commands) {
      for (const std::string& wrapper : command.wrappers) {
        if (wrapper == "gosu" || wrapper == "su-exec" || wrapper == "setpriv") {
          return true;
        }
      }
    }
  }
  return false;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr) {
    return unknown("the file has no stage");
  }
  if (stage->user) {
    return pass("USER " + stage->user->value);
  }
  if (service_changes_user(use, context)) {
    return pass("user: of the service");
  }
  const ImageName image = image_under(use, *stage);
  const ImageUser by_table = user_of_image(image);
  if (by_table.kind == ImageUser::Kind::non_root) {
    return pass("the base image runs as " + by_table.user);
  }
  const bool quiet = by_table.kind == ImageUser::Kind::drops || drops(use, *stage);
  const bool known_base = !image.path.empty();
  const Severity severity = is_development(use) || runs_a_shell_only(use, *stage) ? Severity::info
                            : quiet                                               ? Severity::low
                            : known_base && image.registry == "docker.io"         ? Severity::high
                                                                          : Severity::medium;
  return fail(about(
      *stage, severity,
      quiet ? "The container starts as root; its start script then changes to "
                  + (by_table.user.empty() ? std::string("another user") : by_table.user) + "."
            : "No USER is set: the processes of the container run as root.",
      "Add `USER` with a number of a user that owns nothing but its data, for example "
      "`RUN useradd --uid 10001 app` and `USER 10001`, before CMD."));
}

} // namespace

Rule DF401() {
  return {.id = "DF401",
          .name = "no-user",
          .title = "The image runs as root",
          .severity = Severity::high,
          .items = {"H3", "H2"},
          .controls = {"trivy DS-0002", "checkov CKV_DOCKER_3", "KICS missing_user_instruction",
                       "SonarSource S6471", "dockle CIS-DI-0001", "CIS-Docker 4.1",
                       "hadolint DL3002"},
          .tags = {"dockerfile", "users"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
