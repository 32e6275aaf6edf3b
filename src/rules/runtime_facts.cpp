// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"

namespace secaudit::rules {
namespace {

bool names_root(std::string_view user) {
  const std::string name = base::to_lower(base::trim(user.substr(0, user.find(':'))));
  return name == "root" || name == "0"
         || (!name.empty() && name.find_first_not_of('0') == std::string::npos);
}

RunsAs as_written(std::string_view user, std::string source, model::Span span) {
  RunsAs out;
  out.kind = names_root(user) ? RunsAs::Kind::root : RunsAs::Kind::other;
  out.user = user;
  out.reason = std::move(source);
  out.span = std::move(span);
  return out;
}

RunsAs by_image_name(const ImageName& image, std::string_view where) {
  RunsAs out;
  const ImageUser user = user_of_image(image);
  if (user.kind == ImageUser::Kind::unknown) {
    return out;
  }
  const bool drops = user.kind == ImageUser::Kind::drops;
  out.kind = drops ? RunsAs::Kind::drops : RunsAs::Kind::other;
  out.user = user.user;
  out.reason = std::string(where) + image.repository()
               + (drops ? " starts as root and drops to " + user.user + " (" + user.how + ")"
                        : " runs as " + user.user + " by itself");
  return out;
}

RunsAs by_dockerfile(const model::DockerfileUse& use) {
  for (const model::Stage* stage : use.final_chain()) {
    if (stage->user) {
      return as_written(stage->user->value, "USER " + stage->user->value + " in the Dockerfile",
                        stage->user->span);
    }
  }
  const auto chain = use.final_chain();
  if (chain.empty() || chain.back()->base_resolved.empty()) {
    return {};
  }
  const ImageName base = parse_image_name(chain.back()->base_resolved);
  RunsAs known_base = by_image_name(base, "the base image ");
  if (known_base.kind != RunsAs::Kind::unknown) {
    return known_base;
  }
  // Official images outside the table start as root; what others do is not known.
  const bool official = base.registry == "docker.io" && !base::contains(base.path, "/");
  if (!official) {
    return {};
  }
  RunsAs out =
      as_written("root", "the Dockerfile has no USER and " + base.repository() + " starts as root",
                 chain.front()->span);
  out.user.clear();
  return out;
}

} // namespace

RunsAs runs_as(const model::Service& service, const Context& context) {
  if (service.user) {
    return as_written(service.user->value, "user: " + service.user->value, service.user->span);
  }
  const model::ImageUse* use = context.subjects.image_of(service.name);
  if (use != nullptr && use->image) {
    const std::string& user = use->image->config.user;
    if (!user.empty() && !names_root(user)) {
      return as_written(user, "the image's user is " + user, {});
    }
    RunsAs drops = by_image_name(software_of(service, context), "");
    if (drops.kind == RunsAs::Kind::drops) {
      return drops;
    }
    return as_written("root", "the image names no other user than root", {});
  }
  if (service.build) {
    const model::DockerfileUse* dockerfile = context.subjects.dockerfile_of(service.name);
    return dockerfile == nullptr ? RunsAs{} : by_dockerfile(*dockerfile);
  }
  return by_image_name(software_of(service, context), "");
}

HealthState health_of(const model::Service& service, const Context& context) {
  using Kind = HealthState::Kind;
  if (service.healthcheck) {
    const model::Healthcheck& check = **service.healthcheck;
    if (check.disabled || (!check.test.empty() && check.test.front() == "NONE")) {
      return {Kind::disabled, "switched off in the compose file"};
    }
    if (!check.test.empty()) {
      return {Kind::present, "healthcheck in the compose file"};
    }
  }
  if (const model::DockerfileUse* use = context.subjects.dockerfile_of(service.name)) {
    for (const model::Stage* stage : use->final_chain()) {
      if (!stage->healthcheck) {
        continue;
      }
      const model::Instruction& written = use->dockerfile.instructions[*stage->healthcheck];
      const bool off = base::equals_ignoring_case(base::trim(written.original), "NONE");
      return {off ? Kind::disabled : Kind::present, "HEALTHCHECK in the Dockerfile"};
    }
  }
  const model::ImageUse* use = context.subjects.image_of(service.name);
  if (use != nullptr && use->image) {
    const auto& test = use->image->config.healthcheck;
    if (!test || test->empty()) {
      return {Kind::absent, "the image has none either"};
    }
    return {test->front() == "NONE" ? Kind::disabled : Kind::present, "HEALTHCHECK of the image"};
  }
  if (any_of(service_images().bring_healthcheck, software_of(service, context))) {
    return {Kind::present, "this image is known to bring one"};
  }
  if (service.build && context.subjects.dockerfile_of(service.name) != nullptr) {
    return {Kind::absent, "neither in the compose file nor in the Dockerfile"};
  }
  return {Kind::unknown, "none in the compose file; the image was not looked into"};
}

} // namespace secaudit::rules
