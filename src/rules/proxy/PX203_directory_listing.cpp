// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

bool guarded(const model::ProxyLevel& level) {
  return model::setting(level, "auth_basic") != nullptr || model::setting(level, "deny") != nullptr
         || model::setting(level, "auth_request") != nullptr;
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const char* name : {"autoindex", "fancyindex"}) {
    const model::Directive* listing = model::own(level, name);
    if (listing == nullptr || model::argument(*listing, 0) != "on" || guarded(level)) {
      continue;
    }
    const bool whole = level.kind == model::ProxyLevel::Kind::server
                       || (level.self != nullptr && model::argument(*level.self, 0) == "/");
    issues.push_back(about(*listing, level, whole ? Severity::medium : Severity::low,
                           "Anybody can list the files under " + level.title() + ".",
                           "Write `" + std::string(name)
                               + " off;`, or protect the folder with auth_basic or allow/deny."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX203() {
  return {.id = "PX203",
          .name = "directory-listing",
          .title = "Folders are listed",
          .severity = Severity::low,
          .items = {"H8"},
          .controls = {},
          .tags = {"proxy", "leaks"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
