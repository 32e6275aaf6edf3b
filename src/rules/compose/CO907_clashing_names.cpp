// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

namespace secaudit::rules {
namespace {

struct Taken {
  const model::Service* service;
  const model::Sourced<model::Port>* port;
};

bool same_address(const std::string& a, const std::string& b) {
  const auto any = [](const std::string& ip) { return ip.empty() || ip == "0.0.0.0"; };
  return a == b || any(a) || any(b);
}

bool clash(const Taken& a, const Taken& b) {
  const PortRange x = published_range(**a.port);
  const PortRange y = published_range(**b.port);
  // A range for a single container port lets the engine choose a free one.
  const auto chooses = [](const model::Port& port, const PortRange& range) {
    return range.first != range.last && port.target != 0;
  };
  return x.first != 0 && y.first != 0 && !chooses(**a.port, x) && !chooses(**b.port, y)
         && x.first <= y.last && y.first <= x.last && (**a.port).protocol == (**b.port).protocol
         && same_address((**a.port).host_ip, (**b.port).host_ip);
}

Issue port_issue(const Taken& first, const Taken& second) {
  Issue issue;
  issue.severity = Severity::high;
  issue.message = "Services " + first.service->name + " and " + second.service->name
                  + " both want port " + (**second.port).published
                  + " of the host; the second one does not start.";
  issue.evidence = {at(second.port->span, written(**second.port)),
                    at(first.port->span, written(**first.port))};
  issue.remedy = "Give " + second.service->name + " another host port.";
  issue.key = "ports[" + (**second.port).published + "]";
  return issue;
}

void judge_ports(const std::vector<const model::Service*>& services, std::vector<Issue>& issues) {
  std::vector<Taken> taken;
  for (const model::Service* service : services) {
    for (const auto& port : service->ports) {
      const Taken mine{service, &port};
      for (const Taken& other : taken) {
        if (other.service != service && clash(other, mine)) {
          issues.push_back(port_issue(other, mine));
          break;
        }
      }
      taken.push_back(mine);
    }
  }
}

Verdict check(const model::Project&, const Context& context) {
  const auto services = active_services(context);
  std::vector<Issue> issues;
  judge_ports(services, issues);
  for (std::size_t i = 0; i < services.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto& mine = services[i]->container_name;
      const auto& other = services[j]->container_name;
      if (mine && other && mine->value == other->value) {
        Issue issue;
        issue.severity = Severity::high;
        issue.message = "Services " + services[j]->name + " and " + services[i]->name
                        + " both want the container name " + mine->value + ".";
        issue.evidence = {at(mine->span, mine->value), at(other->span, other->value)};
        issue.remedy = "Delete `container_name` from " + path_of(*services[i]) + ".";
        issue.key = "container_name[" + mine->value + "]";
        issues.push_back(std::move(issue));
      }
    }
  }
  return from_issues(std::move(issues), "no clash");
}

} // namespace

Rule CO907() {
  return {.id = "CO907",
          .name = "clashing-names",
          .title = "Two services want the same port or name",
          .severity = Severity::high,
          .items = {},
          .controls = {"dclint no-duplicate-exported-ports", "dclint no-duplicate-container-names"},
          .tags = {"compose", "correctness"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
