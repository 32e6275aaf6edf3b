// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/command_secrets.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const CommandSecret& secret : command_secrets(service)) {
    const bool variable = secret.from_variable;
    issues.push_back({variable ? Severity::low : Severity::high,
                      "The " + secret.where + " of service " + service.name + " holds the value of "
                          + secret.name + (variable ? "" : " (" + base::masked(secret.value) + ")")
                          + (variable ? ": `ps` and `docker inspect` show it."
                                      : ": it is in the file, in `ps` and in `docker inspect`."),
                      {at(secret.span, secret.where + ": " + secret.name + " "
                                           + (variable ? "${…}" : base::masked(secret.value)))},
                      variable
                          ? "Let the program read it from a file (`secrets:`) or take it inside "
                            "the container: `$$"
                                + secret.variable + "` in `sh -c`."
                          : "Take it out of `" + path_of(service) + "." + secret.where
                                + "`: put the value into an ignored `.env`, hand it over by "
                                  "`environment` or `secrets`, write `$$"
                                + secret.variable + "` here, and change it.",
                      secret.where + "[" + secret.name + "]"});
  }
  return conclude(service, std::move(issues), "no secret on a command line");
}

} // namespace

Rule CO402() {
  return {.id = "CO402",
          .name = "secret-in-command",
          .title = "Secret on a command line",
          .severity = Severity::high,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
