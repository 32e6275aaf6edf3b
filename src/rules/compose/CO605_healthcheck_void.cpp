// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

/// Why a test can never fail, or "".
std::string why_void(const std::vector<std::string>& test) {
  if (test.empty()) {
    return {};
  }
  std::vector<std::string> words(test.begin() + (test.front().starts_with("CMD") ? 1 : 0),
                                 test.end());
  std::string text = base::to_lower(base::join(words, " "));
  text = std::string(base::trim(text));
  while (text.ends_with(';')) {
    text = std::string(base::trim(text.substr(0, text.size() - 1)));
  }
  if (text == "none") {
    return "NONE as a string is run as a command";
  }
  for (const std::string_view tail :
       {"|| true", "|| exit 0", "||true", "|| :", "; true", "; exit 0"}) {
    // `… && exit 1 || exit 0` fails where it should.
    if (text.ends_with(tail) && !base::contains(text, "exit 1")) {
      return "it ends in `" + std::string(tail) + "`";
    }
  }
  const bool one_command = text.find_first_of("&|;") == std::string::npos;
  if (text == "true" || text == "/bin/true" || text == ":" || text == "exit 0"
      || (one_command && (text == "echo" || text.starts_with("echo ")))) {
    return "`" + text + "` always succeeds";
  }
  return {};
}

Verdict check(const model::Service& service, const Context& context) {
  if (!service.healthcheck) {
    return not_applicable("none written here");
  }
  if (one_shot(service, context)) {
    return not_applicable("a job that ends");
  }
  const model::Healthcheck& health = **service.healthcheck;
  const bool off = health.disabled || (!health.test.empty() && health.test.front() == "NONE");
  const std::string reason = off ? "" : why_void(health.test);
  if (!off && reason.empty()) {
    return pass("a health check that can fail");
  }
  Issue issue;
  issue.severity = Severity::medium;
  issue.message = off ? "Service " + service.name + " switches its health check off."
                      : "The health check of " + service.name + " cannot fail: " + reason + ".";
  issue.evidence = places(*service.healthcheck, base::join(health.test, " "));
  issue.remedy = off ? "Delete `disable`/`NONE` from " + path_of(service)
                           + ".healthcheck, or write a `test` that asks the service itself."
                     : "Let the `test` of " + path_of(service)
                           + " ask the service itself, and let its exit code count.";
  issue.key = "healthcheck.test";
  return conclude(service, {std::move(issue)});
}

} // namespace

Rule CO605() {
  return {.id = "CO605",
          .name = "healthcheck-void",
          .title = "Health check off or without meaning",
          .severity = Severity::medium,
          .items = {"H6"},
          .controls = {"CIS-Docker 5.27", "KICS healthcheck_not_set"},
          .tags = {"compose", "availability"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
