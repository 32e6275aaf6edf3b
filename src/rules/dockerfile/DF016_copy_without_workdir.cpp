// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

namespace secaudit::rules {
namespace {

/// Images that come with a working directory on purpose.
bool brings_workdir(const ImageName& image) {
  for (const char* name : {"golang", "tomcat", "composer", "php", "wordpress", "httpd", "gradle",
                           "jupyter/*", "quay.io/jupyter/*", "oven/bun", "phpmyadmin"}) {
    if (image_is(image, name)) {
      return true;
    }
  }
  return image.registry == "mcr.microsoft.com" || image.path.empty();
}

bool stands_somewhere(const model::ImageConfig* base) {
  return base != nullptr && !base->working_directory.empty() && base->working_directory != "/";
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  std::vector<Issue> issues;
  for (const Placed& item : placed(use)) {
    std::string destination = copy_destination(item.instruction);
    while (!destination.empty() && (destination.front() == '"' || destination.front() == '\'')) {
      destination.erase(0, 1);
    }
    if (!is_copy(item.instruction) || destination.empty() || destination.starts_with('/')
        || destination.starts_with('\\') || destination.starts_with('$')
        || (destination.size() > 1 && destination[1] == ':')
        || image_under(use, item.stage).path == "scratch"
        || stands_somewhere(inspected_base(use, item.stage, context))
        || brings_workdir(image_under(use, item.stage))) {
      continue;
    }
    bool workdir = false;
    const model::Stage* stage = &item.stage;
    for (std::size_t steps = 0; stage != nullptr && steps <= use.dockerfile.stages.size();
         ++steps) {
      const std::size_t end = stage == &item.stage ? item.index : stage->last;
      for (std::size_t i = stage->first; i < end; ++i) {
        workdir = workdir || use.dockerfile.instructions[i].name == "WORKDIR";
      }
      stage = stage->parent ? &use.dockerfile.stages[*stage->parent] : nullptr;
    }
    if (!workdir) {
      issues.push_back(about(item, Severity::low,
                             "No WORKDIR is set: the files go to wherever the base image stands, "
                             "mostly the root of the file system.",
                             "Write `WORKDIR /app` in front, or the whole path as destination."));
    }
  }
  return from_issues(std::move(issues), "relative destinations have a WORKDIR");
}

} // namespace

Rule DF016() {
  return {.id = "DF016",
          .name = "copy-without-workdir",
          .title = "COPY to a relative path without a WORKDIR",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3045"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
