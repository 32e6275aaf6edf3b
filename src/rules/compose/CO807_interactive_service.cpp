// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

bool is_on(const std::optional<model::Sourced<bool>>& flag) {
  return flag && flag->value;
}

/// A command that only keeps the container alive, or a bare shell.
bool idles(const std::vector<std::string>& words) {
  if (words.empty()) {
    return false;
  }
  const std::string name = words[0].substr(words[0].rfind('/') + 1);
  const std::string rest = words.size() > 1 ? words[1] : "";
  static constexpr std::array<std::string_view, 5> shells{"sh", "bash", "ash", "zsh", "fish"};
  const bool shell =
      words.size() == 1 && std::find(shells.begin(), shells.end(), name) != shells.end();
  const bool tail =
      name == "tail" && std::find(words.begin(), words.end(), "/dev/null") != words.end();
  return shell || tail || (name == "sleep" && (rest == "infinity" || rest == "inf"))
         || (words.size() == 3
             && (words[2] == "sleep infinity" || words[2] == "tail -f /dev/null"));
}

Verdict check(const model::Service& service, const Context&) {
  Issue issue;
  const std::vector<std::string> words = start_words(service);
  if (idles(words)) {
    const auto& line = service.command ? service.command : service.entrypoint;
    issue.severity = Severity::medium;
    issue.message = "Service " + service.name + " does nothing (`" + base::join(words, " ")
                    + "`): it waits for somebody to log in.";
    issue.evidence = places(*line, base::join(words, " "));
    issue.remedy = "Write what it is for as `command` of " + path_of(service)
                   + ", or take the service out of the production files.";
    issue.key = "command";
    return conclude(service, {std::move(issue)});
  }
  if (!is_on(service.tty) || !is_on(service.stdin_open)) {
    return pass("not interactive");
  }
  issue.severity = Severity::info;
  issue.message = "Service " + service.name + " has an open terminal (`tty` and `stdin_open`).";
  issue.evidence = places(*service.tty, "tty: true");
  issue.remedy = "Delete both from " + path_of(service) + " unless the program is a console.";
  issue.key = "tty";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO807() {
  return {.id = "CO807",
          .name = "interactive-service",
          .title = "Waits for a terminal",
          .severity = Severity::info,
          .items = {},
          .controls = {},
          .tags = {"compose", "development"},
          .fix = Fix::none,
          .check = check};
}

} // namespace secaudit::rules
