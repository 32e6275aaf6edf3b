// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"
#include "rules/service_images.hpp"
#include "rules/surroundings.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr) {
    return unknown("the file has no stage");
  }
  if (stage->healthcheck) {
    return pass("HEALTHCHECK is set");
  }
  if (context.subjects.project && context.subjects.project->service(use.service) != nullptr) {
    return not_applicable("the health check of a service is judged with the service: CO604");
  }
  const model::ImageConfig* base = inspected_base(use, *stage, context);
  if (base != nullptr && base->healthcheck && !base->healthcheck->empty()
      && base->healthcheck->front() != "NONE") {
    return pass("the base image has a health check, by inspection");
  }
  if (base == nullptr && any_of(service_images().bring_healthcheck, image_under(use, *stage))) {
    return pass("the base image brings a health check, by table");
  }
  if (!stage->command && !stage->entrypoint) {
    return not_applicable("nothing keeps running");
  }
  return fail(about(*stage, is_development(use) ? Severity::info : Severity::low,
                    "The image does not say how to tell that it works.",
                    "Add `HEALTHCHECK CMD` with a request to the application."));
}

} // namespace

Rule DF631() {
  return {.id = "DF631",
          .name = "no-healthcheck",
          .title = "The image has no health check",
          .severity = Severity::low,
          .items = {"H7", "H2"},
          .controls = {"hadolint DL3057", "trivy DS-0026", "checkov CKV_DOCKER_2",
                       "KICS healthcheck_instruction_missing", "dockle CIS-DI-0006",
                       "CIS-Docker 4.6"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
