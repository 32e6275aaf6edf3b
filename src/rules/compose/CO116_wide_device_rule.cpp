// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <sstream>

namespace secaudit::rules {
namespace {

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const model::Node& rule : items_of(key_of(service, "device_cgroup_rules"))) {
    std::istringstream words(rule.text);
    std::string kind;
    std::string numbers;
    words >> kind >> numbers;
    const bool any_major = numbers.starts_with("*");
    // Major 1 are the memory devices, and every device of a block major is a disk.
    const bool wide =
        kind == "a" || any_major || kind == "b" || numbers == "1:*" || numbers == "1:1";
    issues.push_back({wide ? Severity::high : Severity::low,
                      "Service " + service.name + " may use devices by the rule `" + rule.text + "`"
                          + (wide ? ", which takes in disks or memory of the host."
                                  : ", all devices of one kind, also those plugged in later."),
                      places(rule, rule.text),
                      "Name the single device in `" + path_of(service)
                          + ".devices`; where devices come and go, keep the rule to one major "
                            "number and drop `m`.",
                      "device_cgroup_rules[" + rule.text + "]"});
  }
  return conclude(service, std::move(issues), "no device rule");
}

} // namespace

Rule CO116() {
  return {.id = "CO116",
          .name = "wide-device-rule",
          .title = "Device rule is wide",
          .severity = Severity::high,
          .items = {},
          .controls = {"CIS-Docker 5.18"},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
