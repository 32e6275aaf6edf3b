// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_facts.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_build_image(const ImageName& image) {
  // Their variants without compilers.
  if (image.path == "buildpack-deps"
      && (image.tag.ends_with("curl") || image.tag.ends_with("scm"))) {
    return false;
  }
  constexpr std::array<std::string_view, 15> images = {
      "golang",   "rust",           "gcc",
      "maven",    "gradle",         "mcr.microsoft.com/dotnet/sdk",
      "haskell",  "swift",          "dart",
      "composer", "buildpack-deps", "sbtscala/scala-sbt",
      "clojure",  "erlang",         "ghcr.io/cirruslabs/flutter"};
  return std::any_of(images.begin(), images.end(), [&](std::string_view name) {
    return image.repository() == name || image_is(image, name);
  });
}

/// An image for others to build on: it starts an interpreter or a shell without a program.
bool starts_interpreter_only(const model::DockerfileUse& use, const model::Stage& stage) {
  if (!stage.command || *stage.command >= use.dockerfile.instructions.size()) {
    return false;
  }
  const auto& commands = use.dockerfile.instructions[*stage.command].commands;
  return commands.size() == 1 && commands.front().words.size() == 1
         && (commands.front().name == "node" || commands.front().name == "irb"
             || commands.front().name.starts_with("python") || commands.front().name == "bash"
             || commands.front().name == "sh" || commands.front().name == "ghci");
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || is_development(use)) {
    return not_applicable("not for production");
  }
  const ImageName image = image_under(use, *stage);
  if (image.path.empty()) {
    return unknown("the base image is not known");
  }
  if (!is_build_image(image) || (!stage->command && !stage->entrypoint)
      || starts_interpreter_only(use, *stage)) {
    return pass(image.repository() + " is no build image");
  }
  return fail(about(*stage, Severity::medium,
                    image.repository()
                        + " holds compilers and package managers, and it is what "
                          "runs in production.",
                    "Build in a stage `FROM … AS build` and copy the result into a small image "
                    "(distroless, slim, alpine)."));
}

} // namespace

Rule DF112() {
  return {.id = "DF112",
          .name = "build-image-in-production",
          .title = "The image that runs holds the build tools",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"dockerfile", "base"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
