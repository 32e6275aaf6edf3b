// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr) {
    return unknown("the file has no stage");
  }
  const auto has = [&](std::string_view name) {
    return std::any_of(stage->labels.begin(), stage->labels.end(), [&](const auto& label) {
      return label.name == "org.opencontainers.image." + std::string(name);
    });
  };
  std::vector<std::string> missing;
  for (const char* name : {"source", "version", "revision", "licenses", "title"}) {
    if (!has(name)) {
      missing.emplace_back(name);
    }
  }
  if (missing.size() < 5) {
    return pass("has labels");
  }
  return fail(about(*stage, Severity::info,
                    "No label tells source, version and revision of the image.",
                    "Add `LABEL org.opencontainers.image.source=… "
                    "org.opencontainers.image.version=… org.opencontainers.image.revision=…`."));
}

} // namespace

Rule DF901() {
  return {.id = "DF901",
          .name = "no-image-labels",
          .title = "The image does not say where it comes from",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"SonarSource S7028"},
          .tags = {"dockerfile", "meta"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
