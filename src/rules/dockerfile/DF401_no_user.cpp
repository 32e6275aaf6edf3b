// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/service_images.hpp"
#include "rules/service_user.hpp"
#include "rules/surroundings.hpp"

#include <utility>

namespace secaudit::rules {
namespace {

bool runs_a_shell_only(const model::DockerfileUse& use, const model::Stage& stage) {
  if (stage.entrypoint) {
    return false;
  }
  if (!stage.command) {
    const ImageName base = image_under(use, stage);
    return base.registry == "docker.io"
           && one_of(base.path, {"scratch",         "alpine",      "busybox",     "debian",
                                 "ubuntu",          "fedora",      "centos",      "rockylinux",
                                 "almalinux",       "amazonlinux", "oraclelinux", "archlinux",
                                 "buildpack-deps",  "golang",      "rust",        "gcc",
                                 "python",          "node",        "ruby",        "perl",
                                 "eclipse-temurin", "openjdk",     "maven"});
  }
  const auto& commands = use.dockerfile.instructions[*stage.command].commands;
  return commands.size() == 1 && commands.front().words.size() == 1
         && (commands.front().name == "sh" || commands.front().name == "bash");
}

/// The service starts something of its own, whatever the Dockerfile starts.
bool has_own_command(const model::DockerfileUse& use, const Context& context) {
  const model::Service* service = service_of(use, context);
  return service != nullptr && (service->command || service->entrypoint);
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

/// The user that the stage has from its base image, as the engine knows it: of the base image, or
/// of the image that was built of the stage, which sets none itself.
std::optional<std::string> inherited_user(const model::DockerfileUse& use,
                                          const model::Stage& stage, const Context& context) {
  if (const model::ImageConfig* base = inspected_base(use, stage, context)) {
    return base->user;
  }
  const model::ImageUse* built =
      use.service.empty() ? nullptr : context.subjects.image_of(use.service);
  return built != nullptr && built->built_here && built->image
             ? std::optional(built->image->config.user)
             : std::nullopt;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr) {
    return unknown("the file has no stage");
  }
  if (stage->user) {
    return pass("USER " + stage->user->value);
  }
  if (auto verdict = by_user_of_service(use, context)) {
    return std::move(*verdict);
  }
  const ImageName image = image_under(use, *stage);
  const ImageUser by_table = user_of_image(image);
  const std::optional<std::string> inspected = inherited_user(use, *stage, context);
  if (inspected && !is_root_user(*inspected)) {
    return pass("the base image runs as " + *inspected + ", by inspection");
  }
  if (!inspected && by_table.kind == ImageUser::Kind::non_root) {
    return pass("the base image runs as " + by_table.user + ", by table");
  }
  const bool quiet = by_table.kind == ImageUser::Kind::drops || drops(use, *stage);
  const bool nothing_runs = !has_own_command(use, context) && runs_a_shell_only(use, *stage);
  const bool known_base =
      inspected
      || (!image.path.empty() && image.path != "scratch" && image.registry == "docker.io");
  const Severity severity = is_development(use) || nothing_runs ? Severity::info
                            : quiet                             ? Severity::low
                            : known_base                        ? Severity::high
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
