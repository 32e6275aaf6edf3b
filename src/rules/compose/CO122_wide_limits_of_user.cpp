// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

bool unlimited(const model::Node& limit) {
  if (limit.is_scalar()) {
    return limit.text == "-1" || limit.text == "unlimited";
  }
  const std::string hard = text_at(limit, "hard");
  return hard == "-1" || hard == "unlimited";
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const model::Node::Member& limit : members_of(key_of(service, "ulimits"))) {
    const bool processes = limit.key == "nproc";
    if ((!processes && limit.key != "core") || !unlimited(limit.value)
        || (processes && service.limits.pids)) {
      continue;
    }
    issues.push_back({Severity::low,
                      "Service " + service.name + " has no limit of "
                          + (processes ? "processes: a fork bomb takes the host down."
                                       : "core dumps: a crash writes its memory, passwords "
                                         "included, to the disk."),
                      {at(limit.key_span, limit.key + ": -1")},
                      processes ? "Delete `nproc` from `" + path_of(service)
                                      + ".ulimits` and set `pids_limit: 200`."
                                : "Write `core: 0` in `" + path_of(service) + ".ulimits`.",
                      "ulimits[" + limit.key + "]"});
  }
  return conclude(service, std::move(issues), "no limit lifted");
}

} // namespace

Rule CO122() {
  return {.id = "CO122",
          .name = "wide-limits-of-user",
          .title = "Process limits are lifted",
          .severity = Severity::low,
          .items = {},
          .controls = {"CIS-Docker 5.19"},
          .tags = {"compose", "isolation"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
