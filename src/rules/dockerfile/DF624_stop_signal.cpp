// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr || !stage->stop_signal) {
    return not_applicable("no STOPSIGNAL");
  }
  std::string signal = base::to_upper(stage->stop_signal->value);
  signal = signal.starts_with("SIG") ? signal.substr(3) : signal;
  const ImageName image = image_under(use, *stage);
  std::string problem;
  if (one_of(signal, {"KILL", "9"})) {
    problem = "SIGKILL cannot be handled: the program ends in the middle of its work.";
  } else if (image_is(image, "nginx") && one_of(signal, {"TERM", "15"})) {
    problem = "nginx ends its connections at once on SIGTERM; SIGQUIT lets them finish.";
  } else if (image_is(image, "postgres") && one_of(signal, {"TERM", "15"})) {
    problem = "PostgreSQL waits for all clients on SIGTERM and is killed in the end; SIGINT is its "
              "fast shutdown.";
  }
  if (problem.empty()) {
    return pass(stage->stop_signal->value);
  }
  Issue issue =
      about(*stage, Severity::low, problem,
            image_is(image, "nginx")      ? "Write `STOPSIGNAL SIGQUIT`."
            : image_is(image, "postgres") ? "Write `STOPSIGNAL SIGINT`."
                                          : "Write `STOPSIGNAL SIGTERM` or leave it out.");
  issue.evidence = {at(stage->stop_signal->span, "STOPSIGNAL " + stage->stop_signal->value)};
  issue.key += "|stopsignal";
  return fail(std::move(issue));
}

} // namespace

Rule DF624() {
  return {.id = "DF624",
          .name = "stop-signal",
          .title = "The stop signal kills, or is the wrong one",
          .severity = Severity::low,
          .items = {"H7"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
