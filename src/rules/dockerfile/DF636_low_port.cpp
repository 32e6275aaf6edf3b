// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr || !stage->user || one_of(stage->user->value, {"root", "0"})) {
    return not_applicable("runs as root");
  }
  for (const auto& port : stage->exposed) {
    const std::string number = port.value.substr(0, port.value.find_first_of("/-"));
    if (!number.empty() && number.size() < 5
        && number.find_first_not_of("0123456789") == std::string::npos
        && std::stoi(number) < 1024) {
      Issue issue = about(*stage, Severity::info,
                          "Port " + number
                              + " is for root by tradition; Docker from 20.10 on lets "
                                "every user listen there, other runtimes do not.",
                          "Listen on a port from 1024 on, and map it: `ports: [\"80:8080\"]`.");
      issue.evidence = {at(port.span, "EXPOSE " + port.value)};
      issue.key += "|" + number;
      return fail(std::move(issue));
    }
  }
  return pass("ports from 1024 on");
}

} // namespace

Rule DF636() {
  return {.id = "DF636",
          .name = "low-port",
          .title = "A port below 1024 without root",
          .severity = Severity::info,
          .items = {"H3"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
