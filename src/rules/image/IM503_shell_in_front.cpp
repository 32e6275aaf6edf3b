// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/image_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

bool is_shell(std::string_view word) {
  const std::string_view name = word.substr(word.find_last_of('/') + 1);
  return name == "sh" || name == "bash" || name == "ash" || name == "dash" || name == "cmd";
}

/// /bin/sh -c "program": the shell stays, unless its last command is given by exec.
bool keeps_shell(const std::vector<std::string>& words) {
  if (words.size() < 3 || !is_shell(words[0]) || words[1] != "-c") {
    return false;
  }
  const std::string& script = words[2];
  return !base::contains(" " + script, " exec ") && !base::contains(script, "\nexec ");
}

Verdict check(const model::ImageUse& use, const Context&) {
  const model::Image& image = *use.image;
  const bool entry = keeps_shell(image.config.entrypoint);
  const bool command = image.config.entrypoint.empty() && keeps_shell(image.config.command);
  if (!entry && !command) {
    return pass("the program itself gets the signals");
  }
  const auto& words = entry ? image.config.entrypoint : image.config.command;
  Issue issue;
  issue.severity = Severity::low;
  issue.message = image_title(use)
                  + " starts its program through a shell, which does not pass on "
                    "SIGTERM: stopping takes ten seconds and ends in SIGKILL"
                  + std::string(entry ? ", and CMD and arguments are ignored." : ".");
  issue.evidence = {
      config_evidence(image, entry ? "/config/Entrypoint" : "/config/Cmd", base::join(words, " "))};
  issue.remedy = "Write it as a list (CMD [\"program\", \"argument\"]), or begin the shell's last "
                 "command with exec.";
  issue.key = "shell";
  return fail(std::move(issue));
}

} // namespace

Rule IM503() {
  return {.id = "IM503",
          .name = "shell-in-front",
          .title = "Shell stands in front of the program",
          .severity = Severity::low,
          .items = {"H10"},
          .controls = {"hadolint DL3025"},
          .tags = {"image", "signals"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
