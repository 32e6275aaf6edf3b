// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/official_images.hpp"

namespace secaudit::rules {
namespace {

struct Reference {
  std::string name;
  model::Span span;
};

std::vector<Reference> references(const model::Instruction& instruction) {
  std::vector<Reference> out;
  if (const auto from = instruction.flag("from")) {
    out.push_back({*from, instruction.span});
  }
  for (const MountFields& mount : mounts_of(instruction)) {
    if (!mount.from.empty()) {
      out.push_back({mount.from, mount.flag->span});
    }
  }
  return out;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

bool is_context(const model::Service* service, const std::string& name) {
  const model::Node* contexts =
      service == nullptr ? nullptr : service->node.at("build.additional_contexts");
  return contexts != nullptr && contexts->find(name) != nullptr;
}

void judge_reference(const model::DockerfileUse& use, const Placed& item, const Reference& to,
                     std::vector<Issue>& issues) {
  const std::string name = base::to_lower(to.name);
  if (is_number(name)) {
    const auto index = std::stoul(name.size() > 6 ? "999999" : name);
    if (index >= item.stage.index) {
      issues.push_back(about(item, Severity::high,
                             "Stage " + name
                                 + " is not finished at this place, so nothing can be "
                                   "taken from it.",
                             "Name an earlier stage."));
    } else {
      issues.push_back(about(item, Severity::medium,
                             "The stage is named by its number " + name
                                 + ": with one more stage in front this takes something else.",
                             "Name the stage: `FROM … AS build` and `--from=build`."));
    }
    return;
  }
  bool earlier = false;
  for (const model::Stage& stage : use.dockerfile.stages) {
    earlier = earlier || (stage.name == name && stage.index < item.stage.index);
  }
  const model::Stage* stage = use.dockerfile.stage(name);
  if (!earlier && stage != nullptr && stage->index >= item.stage.index) {
    issues.push_back(about(item, Severity::high,
                           stage->index == item.stage.index
                               ? "The stage takes from itself: its own image does not exist yet."
                               : "Stage " + name + " comes later in the file.",
                           "Name an earlier stage."));
  }
}

/// Image names in general; a bare word that is no official image is probably a slip.
bool may_be_image(const std::string& name) {
  return name.find_first_of("/:.@$") != std::string::npos;
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  std::vector<Issue> issues;
  const model::Service* service = service_of(use, context);
  for (const Placed& item : placed(use)) {
    for (const Reference& to : references(item.instruction)) {
      if (to.name.empty() || to.name.find('$') != std::string::npos || is_context(service, to.name)
          || to.name == "scratch") {
        continue;
      }
      judge_reference(use, item, to, issues);
      const std::string name = base::to_lower(to.name);
      if (!is_number(name) && use.dockerfile.stage(name) == nullptr && !may_be_image(name)
          && !is_official_image(name)) {
        // Bake and --build-context may know the name.
        issues.push_back(about(item, service == nullptr ? Severity::low : Severity::medium,
                               to.name + " is no stage of this file and no official image.",
                               "Correct the name, give a build context of that name, or write the "
                               "image with its tag."));
      }
    }
  }
  return from_issues(std::move(issues), "every stage that is named comes before");
}

} // namespace

Rule DF008() {
  return {.id = "DF008",
          .name = "copy-from-stage",
          .title = "COPY --from names a stage that is not there yet",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {"hadolint DL3022", "hadolint DL3023", "trivy DS-0006",
                       "KICS copy_from_references_current_from_alias",
                       "KICS using_unnamed_build_stages"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
