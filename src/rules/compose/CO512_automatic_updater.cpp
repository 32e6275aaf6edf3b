// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool says(const model::Service& service, std::string_view option, std::string_view variable_name) {
  const std::vector<std::string> words = start_words(service);
  const model::Variable* variable = service.variable(variable_name);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word == option; })
         || (variable != nullptr && variable->value && is_yes(*variable->value));
}

Verdict check(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  const bool updater =
      image_is(image, "containrrr/watchtower") || image_is(image, "nickfedor/watchtower")
      || image_is(image, "beatkind/watchtower") || image_is(image, "pyouroboros/ouroboros");
  if (!updater) {
    return not_applicable("no automatic updater");
  }
  const bool only_tells = says(service, "--monitor-only", "WATCHTOWER_MONITOR_ONLY");
  const bool chosen = says(service, "--label-enable", "WATCHTOWER_LABEL_ENABLE");
  if (!service.image) {
    return not_applicable("built here");
  }
  Issue issue;
  issue.severity = only_tells || chosen ? Severity::low : Severity::medium;
  issue.message = "Service " + service.name
                  + (only_tells ? " watches for new images with the engine's socket in its hands."
                                : " replaces running images by whatever their tags name that day, "
                                  "untested and unsigned, at a time nobody chose.");
  issue.evidence = places(*service.image, "image: " + service.image->value);
  issue.remedy = only_tells ? "Let Diun tell you, through a socket proxy with CONTAINERS=1 alone."
                            : "Set WATCHTOWER_MONITOR_ONLY=true in `" + path_of(service)
                                  + ".environment` (or use Diun, which only tells) and update by "
                                    "changing pinned tags.";
  issue.key = "updater";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO512() {
  return {.id = "CO512",
          .name = "automatic-updater",
          .title = "Images are replaced unattended",
          .severity = Severity::medium,
          .items = {},
          .controls = {},
          .tags = {"compose", "supply"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
