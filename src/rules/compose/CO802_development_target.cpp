// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

constexpr std::array<std::string_view, 8> development_words = {
    "dev", "develop", "development", "debug", "test", "tests", "testing", "builder"};

Verdict check(const model::Service& service, const Context& context) {
  if (!service.build || !service.build->target) {
    return not_applicable("no build target");
  }
  const model::Sourced<std::string>& target = *service.build->target;
  const std::vector<std::string> words = words_of(*target);
  const bool development = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return std::find(development_words.begin(), development_words.end(), word)
           != development_words.end();
  });
  const model::DockerfileUse* use = context.subjects.dockerfile_of(service.name);
  const bool exists = use == nullptr || use->dockerfile.stages.empty()
                      || use->dockerfile.stage(base::to_lower(*target)) != nullptr;
  if (!development && exists) {
    return pass("target " + *target);
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = exists ? "Service " + service.name + " is built from the stage " + *target
                               + ", with development tools in it."
                         : "Service " + service.name + " builds the stage " + *target
                               + ", which its Dockerfile does not have.";
  issue.evidence = places(target, "target: " + *target);
  issue.remedy = exists
                     ? "Let " + path_of(service)
                           + ".build.target name the production stage, or delete it when that is "
                             "the last one."
                     : "Correct the name in " + path_of(service) + ".build.target.";
  issue.key = "build.target";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO802() {
  return {.id = "CO802",
          .name = "development-target",
          .title = "Development stage is built",
          .severity = Severity::medium,
          .items = {"H5"},
          .controls = {},
          .tags = {"compose", "development", "build"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
