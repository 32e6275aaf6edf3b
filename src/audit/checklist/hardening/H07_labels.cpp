// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"

#include <algorithm>
#include <set>

namespace secaudit::audit {
namespace {

constexpr std::string_view wanted[] = {"org.opencontainers.image.version",
                                       "org.opencontainers.image.source",
                                       "org.opencontainers.image.revision"};

std::vector<std::string> lacking(const std::set<std::string>& labels) {
  std::vector<std::string> out;
  for (const std::string_view each : wanted) {
    if (labels.count(std::string(each)) == 0) {
      out.emplace_back(each.substr(each.rfind('.') + 1));
    }
  }
  return out;
}

std::set<std::string> labels_of(const model::DockerfileUse& use, const Known& known) {
  std::set<std::string> out;
  for (const model::Stage* stage : use.final_chain()) {
    for (const model::DockerVariable& label : stage->labels) {
      out.insert(label.name);
    }
  }
  if (const model::ImageUse* built = known.subjects.image_of(use.service); built && built->image) {
    for (const auto& [name, value] : built->image->config.labels) {
      out.insert(name);
    }
  }
  return out;
}

} // namespace

Grounds H7(const Known& known) {
  Grounds grounds;
  std::size_t labelled = 0;
  const auto note = [&](const std::vector<std::string>& missing, const std::string& who,
                        const model::Evidence& place) {
    if (missing.empty()) {
      ++labelled;
    } else if (!grounds.partial) {
      grounds.partial = Ground{who + " lacks " + listed(missing),
                               "",
                               {place},
                               "LABEL org.opencontainers.image." + missing.front() + "=…"};
    }
  };
  for (const model::DockerfileUse& use : known.subjects.dockerfiles) {
    const model::Stage* target = use.target_stage();
    if (target != nullptr) {
      note(lacking(labels_of(use, known)), use.service.empty() ? "image" : use.service,
           rules::at(target->span, target->base.text));
    }
  }
  if (known.subjects.scope == model::Subjects::Scope::image && known.subjects.dockerfiles.empty()) {
    for (const model::ImageUse& use : known.subjects.images) {
      if (use.image) {
        std::set<std::string> labels;
        for (const auto& [name, value] : use.image->config.labels) {
          labels.insert(name);
        }
        note(lacking(labels), use.reference,
             model::ImageConfigEvidence{use.reference, "/config/Labels", ""});
      }
    }
  }
  if (labelled > 0 && !grounds.partial) {
    grounds.strong = Ground{counted(labelled, "image") + " labelled", "", {}, ""};
  } else if (!grounds.partial) {
    grounds.inapplicable = Ground{"no image is built here", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
