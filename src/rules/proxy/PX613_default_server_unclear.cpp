// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

#include <algorithm>
#include <map>

namespace secaudit::rules {
namespace {

struct Listening {
  const model::Directive* server = nullptr;
  const model::Directive* listen = nullptr;
  bool marked = false;
};

std::string address_of(const model::Directive& listen) {
  const std::string text(model::argument(listen, 0));
  const bool port_only =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return port_only ? "*:" + text : base::replace_all(text, "0.0.0.0", "*");
}

bool is_marked(const model::Directive& listen) {
  return std::any_of(listen.arguments.begin(), listen.arguments.end(), [](const auto& word) {
    return *word == "default_server" || *word == "default";
  });
}

std::string names_of(const model::Directive& server) {
  std::string out;
  for (const model::Directive* names : model::directives_named(server.block, "server_name")) {
    out += " " + model::arguments_text(*names);
  }
  return out;
}

Issue issue_for(const Listening& place, Severity severity, const std::string& address,
                std::string message) {
  Issue issue;
  issue.severity = severity;
  issue.message = std::move(message);
  issue.evidence = {at(place.listen->span, "listen " + model::arguments_text(*place.listen))};
  issue.remedy = "Mark exactly one server of " + address
                 + " as default_server, best one that answers `return 444;`, and give the others "
                   "names of their own.";
  issue.key = "listen|" + address;
  return issue;
}

void judge(const std::string& address, const std::vector<Listening>& places,
           std::vector<Issue>& issues) {
  const auto marked = std::count_if(places.begin(), places.end(),
                                    [](const Listening& place) { return place.marked; });
  if (marked > 1) {
    issues.push_back(
        issue_for(places.back(), Severity::low, address,
                  "Two servers claim to be the default of " + address + "; nginx does not start."));
    return;
  }
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (names_of(*places[i].server) == names_of(*places[0].server)) {
      issues.push_back(issue_for(places[i], Severity::low, address,
                                 "This server has the same address and names as an earlier one: "
                                 "nginx never chooses it."));
      return;
    }
  }
  if (marked == 0 && places.size() > 1) {
    issues.push_back(issue_for(places.front(), Severity::info, address,
                               "Requests for unknown hosts go to the first server of " + address
                                   + " in the order of the files."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  if (proxy.kind != "nginx") {
    return not_applicable("no nginx configuration");
  }
  std::map<std::string, std::vector<Listening>> by_address;
  for (const model::ProxyLevel& level : nginx_levels(proxy)) {
    if (level.kind != model::ProxyLevel::Kind::server || level.self == nullptr) {
      continue;
    }
    for (const model::Directive* listen : model::directives_named(level.own(), "listen")) {
      auto& places = by_address[address_of(*listen)];
      if (places.empty() || places.back().server != level.self) {
        places.push_back({level.self, listen, is_marked(*listen)});
      }
    }
  }
  std::vector<Issue> issues;
  for (const auto& [address, places] : by_address) {
    judge(address, places, issues);
  }
  return from_issues(std::move(issues));
}

} // namespace

Rule PX613() {
  return {.id = "PX613",
          .name = "default-server-unclear",
          .title = "Which server answers unknown hosts is left to the order",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {"gixy default_server_flag"},
          .tags = {"proxy", "hosts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
