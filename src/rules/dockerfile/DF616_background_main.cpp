// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = deployed_stage(use);
  if (stage == nullptr) {
    return not_applicable("not for production");
  }
  const auto starts = start_commands(use, *stage);
  bool service = false;
  for (const model::ShellCommand* command : starts) {
    const auto operands = command->operands();
    service =
        service
        || (one_of(command->name, {"service", "systemctl", "rc-service"})
            && std::find(operands.begin(), operands.end(), "start") != operands.end())
        || (!command->words.empty() && command->words.front().text.starts_with("/etc/init.d/"));
    const bool waits = command->name == "tail" && has_any(*command, {"-f", "-F", "--follow"});
    const bool null_tail = waits && !operands.empty() && operands.back() == "/dev/null";
    const bool sleeps =
        command->name == "sleep" && !operands.empty() && operands.front() == "infinity";
    const bool daemon = one_of(command->name, {"nginx", "httpd", "apachectl"}) && starts.size() > 1
                        && !base::contains(text_of(*command), "daemon off")
                        && !base::contains(text_of(*command), "FOREGROUND");
    service = service || daemon;
    if ((waits && (service || null_tail)) || sleeps) {
      return fail(about(*stage, Severity::medium,
                        "What the container waits for is `" + text_of(*command)
                            + "`, not the program: when that ends nobody notices and nothing is "
                              "restarted.",
                        "Start the program in the foreground with exec."));
    }
  }
  return pass("the program itself is waited for");
}

} // namespace

Rule DF616() {
  return {.id = "DF616",
          .name = "background-main",
          .title = "The main process goes to the background",
          .severity = Severity::medium,
          .items = {"H7"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
