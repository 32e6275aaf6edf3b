// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

namespace secaudit::rules {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Verdict check(const model::Service& service, const Context&) {
  const bool socket = holds_engine_socket(service);
  std::vector<Issue> issues;
  for (const auto& group : service.group_add) {
    const std::string name = base::to_lower(*group);
    const bool root = name == "root" || name == "0";
    // The number of the docker group differs from host to host; beside the socket it is that one.
    const bool engine = name == "docker" || (socket && is_number(name) && !root);
    if (!root && !engine && name != "disk" && name != "shadow" && name != "sudo"
        && name != "wheel") {
      continue;
    }
    const bool grants = socket && (engine || root);
    issues.push_back({grants ? Severity::high : Severity::low,
                      "Service " + service.name + " joins the group " + *group
                          + (grants ? ", which opens the engine's socket to its user: that is root "
                                      "on the host."
                                    : ", whose files on mounted folders it can then read or "
                                      "change."),
                      places(group, "group_add: " + *group),
                      grants ? "Remove the socket from " + path_of(service)
                                   + " and then this group, or put a socket proxy between."
                             : "Delete " + *group + " from `" + path_of(service) + ".group_add`.",
                      "group_add[" + *group + "]"});
  }
  return conclude(service, std::move(issues), "joins no powerful group");
}

} // namespace

Rule CO118() {
  return {.id = "CO118",
          .name = "privileged-group",
          .title = "Container joins a powerful group",
          .severity = Severity::high,
          .items = {},
          .controls = {},
          .tags = {"compose", "isolation"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
