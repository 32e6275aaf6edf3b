// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

using Strength = model::PasswordJudgement::Strength;

/// Anybody can log in: no password, a weak one, a known default.
bool easy_to_enter(const model::Service& service, const Context& context) {
  return std::any_of(context.subjects.passwords.begin(), context.subjects.passwords.end(),
                     [&](const model::PasswordJudgement& judgement) {
                       return judgement.service == service.name
                              && (judgement.strength == Strength::weak
                                  || judgement.strength == Strength::empty);
                     });
}

/// Without a known image the port inside the container tells what listens there.
const DatastoreFamily* family_of(const model::Port& port, const DatastoreFamily* by_image,
                                 const model::Service& service, const Context& context) {
  if (by_image != nullptr) {
    return by_image;
  }
  if (is_edge(service, context)) {
    return nullptr;
  }
  for (const DatastoreFamily& family : service_images().datastores) {
    // Ports that web applications use as well decide nothing.
    const bool telling = port.target != 9000 && port.target != 7000 && port.target != 9009;
    if (telling && !family.published_on_purpose
        && std::find(family.ports.begin(), family.ports.end(), port.target) != family.ports.end()) {
      return &family;
    }
  }
  return nullptr;
}

std::string bound_to_loopback(const model::Port& port) {
  model::Port local = port;
  local.host_ip = "127.0.0.1";
  local.published = port.published.empty() ? std::to_string(port.target) : port.published;
  return written(local);
}

Issue issue_for(const model::Service& service, const model::Sourced<model::Port>& port,
                const DatastoreFamily& family, Exposure reach, bool easy) {
  Issue issue;
  const std::string shown = written(*port);
  issue.severity = reach == Exposure::one_address ? Severity::low
                   : easy                         ? Severity::critical
                   : port->published.empty()      ? Severity::medium
                                                  : Severity::high;
  issue.message = "Port " + std::to_string(port->target) + " of " + service.name + " ("
                  + family.title + ") is published on "
                  + (reach == Exposure::one_address ? "the address " + port->host_ip
                                                    : "every interface of the host")
                  + "; the engine's firewall rules go round ufw and firewalld.";
  if (easy) {
    issue.message += " Its password is absent or weak.";
  }
  issue.evidence = places(port, shown);
  issue.remedy = "Delete `" + shown + "` from `" + path_of(service)
                 + ".ports`: services of the project reach it as " + service.name + ":"
                 + std::to_string(port->target) + " without it. For a client on this host write `\""
                 + bound_to_loopback(*port) + "\"`.";
  issue.key = "ports[" + std::to_string(port->target) + "]";
  return issue;
}

Verdict check(const model::Service& service, const Context& context) {
  const DatastoreFamily* by_image = datastore_of(service, context);
  if (by_image != nullptr && by_image->published_on_purpose) {
    return not_applicable(by_image->title + " is published on purpose");
  }
  std::vector<Issue> issues;
  const bool easy = easy_to_enter(service, context);
  bool loopback = false;
  for (const auto& port : service.ports) {
    const DatastoreFamily* family = family_of(*port, by_image, service, context);
    const Exposure reach = exposure(*port, service, context);
    loopback = loopback || (family != nullptr && reach == Exposure::loopback);
    if (family != nullptr && reach >= Exposure::one_address) {
      issues.push_back(issue_for(service, port, *family, reach, easy));
    }
  }
  if (issues.empty() && by_image == nullptr && !loopback) {
    return not_applicable("no datastore");
  }
  return conclude(service, std::move(issues),
                  loopback ? "published on the loopback address only" : "not published");
}

} // namespace

Rule CO301() {
  return {.id = "CO301",
          .name = "datastore-published",
          .title = "Database or broker reachable from outside",
          .severity = Severity::high,
          .items = {"H9"},
          .controls = {"CIS-Docker 5.9", "CIS-Docker 5.14", "OWASP-Docker 5a",
                       "KICS container_traffic_not_bound_to_host_interface",
                       "compose-lint CL-0005"},
          .tags = {"compose", "network"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
