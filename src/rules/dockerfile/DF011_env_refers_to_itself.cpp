// SPDX-License-Identifier: Apache-2.0
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "ENV", [&](const Placed& env, std::vector<Issue>& issues) {
    std::vector<std::string> set;
    for (const model::Word& word : env.instruction.arguments) {
      const std::size_t equal = word.text.find('=');
      if (equal == std::string::npos) {
        return; // the old form sets one name
      }
      const std::string name = word.text.substr(0, equal);
      for (const std::string& used :
           variables_in(std::string_view(word.text).substr(equal + 1), use.dockerfile.escape)) {
        const bool same = std::find(set.begin(), set.end(), used) != set.end();
        if (same && used != name && !value_at(use, env, used)) {
          issues.push_back(about(env, Severity::medium,
                                 "$" + used + " is set by this very ENV, so " + name
                                     + " still gets the value from before it, mostly nothing.",
                                 "Write two ENV instructions."));
          return;
        }
      }
      set.push_back(name);
    }
  });
}

} // namespace

Rule DF011() {
  return {.id = "DF011",
          .name = "env-refers-to-itself",
          .title = "ENV uses a name that the same ENV sets",
          .severity = Severity::medium,
          .items = {"H2"},
          .controls = {"hadolint DL3044", "KICS env_no_refer_envvar"},
          .tags = {"dockerfile", "structure"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
