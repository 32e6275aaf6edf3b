// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool builds(const model::ShellCommand& command) {
  if (!one_of(command.name, {"npm", "yarn", "pnpm", "go", "cargo", "mvn", "gradle", "gradlew",
                             "mvnw", "dotnet", "make"})) {
    return false;
  }
  const std::string text = text_of(command);
  for (const char* start :
       {"npm run build", "yarn build", "pnpm build", "pnpm run build", "go build", "cargo build",
        "mvn package", "mvn clean", "mvn install", "gradle build", "./gradlew", "./mvnw",
        "dotnet publish", "make ", "yarn run build"}) {
    if (text.starts_with(start)) {
      return true;
    }
  }
  return false;
}

/// The tools go again in the layer that they came in.
bool cleans_up(const model::Instruction& run) {
  const auto calls = package_calls(run);
  return std::any_of(calls.begin(), calls.end(), [](const PackageCall& call) {
    return one_of(call.verb, {"del", "purge", "remove", "autoremove", "erase"});
  });
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  if (use.final_chain().size() != use.dockerfile.stages.size() || is_development(use)) {
    return pass("built in a stage of its own");
  }
  std::vector<Issue> issues;
  for (const Placed& run : placed(use, "RUN")) {
    for (const model::ShellCommand& command : run.instruction.commands) {
      if (builds(command) && issues.empty() && !cleans_up(run.instruction)) {
        issues.push_back(about(command, run, Severity::low,
                               "The tools that build the application stay in the image that runs "
                               "it.",
                               "Build in a stage `FROM … AS build` and take only the result: `COPY "
                               "--from=build …`."));
      }
    }
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule DF801() {
  return {.id = "DF801",
          .name = "single-stage-build",
          .title = "Built and run in the same stage",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"dockerfile", "hygiene"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
