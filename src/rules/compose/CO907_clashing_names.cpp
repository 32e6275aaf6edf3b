// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <deque>
#include <map>
#include <utility>

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

/// The ports that are taken, by the first of their range, and those of wide ranges.
class Takers {
 public:
  /// The first taker that clashes with this one, which is noted as well; nullptr when there is
  /// none.
  const Taken* take(const Taken& mine) {
    const PortRange range = published_range(**mine.port);
    const std::size_t number = all_.size();
    std::size_t first = number;
    const auto look = [&](std::size_t other) {
      if (other < first && all_[other].service != mine.service && clash(all_[other], mine)) {
        first = other;
      }
    };
    const auto end = single_.upper_bound(range.last);
    for (auto at = single_.lower_bound(range.first); at != end; ++at) {
      look(at->second);
    }
    for (const std::size_t other : wide_) {
      look(other);
    }
    all_.push_back(mine);
    if (range.first == range.last) {
      single_.emplace(range.first, number);
    } else {
      wide_.push_back(number);
    }
    return first == number ? nullptr : &all_[first];
  }

 private:
  std::deque<Taken> all_;
  std::multimap<std::uint32_t, std::size_t> single_;
  std::vector<std::size_t> wide_;
};

void judge_ports(const std::vector<const model::Service*>& services, std::vector<Issue>& issues) {
  Takers takers;
  for (const model::Service* service : services) {
    for (const auto& port : service->ports) {
      const Taken mine{service, &port};
      if (published_range(*port).first == 0) {
        continue;
      }
      if (const Taken* other = takers.take(mine)) {
        issues.push_back(port_issue(*other, mine));
      }
    }
  }
}

Verdict check(const model::Project&, const Context& context) {
  const auto services = active_services(context);
  std::vector<Issue> issues;
  judge_ports(services, issues);
  std::map<std::string, const model::Service*> names;
  for (const model::Service* service : services) {
    const auto& mine = service->container_name;
    const auto [first, added] =
        mine ? names.emplace(mine->value, service) : std::pair{names.end(), true};
    if (added) {
      continue;
    }
    Issue issue;
    issue.severity = Severity::high;
    issue.message = "Services " + first->second->name + " and " + service->name
                    + " both want the container name " + mine->value + ".";
    issue.evidence = {at(mine->span, mine->value),
                      at(first->second->container_name->span, mine->value)};
    issue.remedy = "Delete `container_name` from " + path_of(*service) + ".";
    issue.key = "container_name[" + mine->value + "]";
    issues.push_back(std::move(issue));
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
