// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

/// `location ~ /images(.*)` with `alias /app/static/$1`: what is captured may begin with "..".
void look_at_regex(const model::ProxyLevel& level, const model::Directive& alias,
                   std::vector<Issue>& issues) {
  const std::string_view pattern = model::argument(*level.self, 1);
  const std::string_view target = model::argument(alias, 0);
  const std::size_t capture = target.find("$1");
  const std::size_t group = pattern.find('(');
  if (capture == std::string_view::npos || group == std::string_view::npos || group == 0) {
    return;
  }
  const bool slash_in_group = pattern.substr(group).starts_with("(/");
  const bool slash_before = pattern[group - 1] == '/' || slash_in_group;
  const bool slash_in_target = (capture > 0 && target[capture - 1] == '/') || slash_in_group;
  if (slash_before && slash_in_target) {
    return;
  }
  issues.push_back(about(alias, level, slash_in_target ? Severity::high : Severity::low,
                         "What " + std::string(pattern)
                             + " captures need not begin at a folder: it can lead out of "
                             + std::string(target) + " or to its siblings.",
                         "Put a slash before the group in the location and before $1 in the "
                         "alias."));
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  if (level.kind != model::ProxyLevel::Kind::location) {
    return;
  }
  const model::Directive* alias = model::own(level, "alias");
  const std::string_view first = model::argument(*level.self, 0);
  const bool prefix = level.self->arguments.size() == 1 || first == "^~";
  const std::string_view path =
      level.self->arguments.size() == 1 ? first : model::argument(*level.self, 1);
  if (alias != nullptr && first.starts_with('~')) {
    look_at_regex(level, *alias, issues);
    return;
  }
  if (alias == nullptr || !prefix || path.ends_with('/') || path.starts_with('@')) {
    return;
  }
  const std::string_view target = model::argument(*alias, 0);
  const bool climbs = target.ends_with('/');
  // A name with an extension is a single file: its sibling form is harmless.
  const bool single_file = path.find('.', path.rfind('/') + 1) != std::string_view::npos;
  if (!climbs && single_file) {
    return;
  }
  issues.push_back(about(
      *alias, level, climbs ? Severity::high : Severity::low,
      climbs ? "location " + std::string(path) + " has no final slash and its alias has one: "
                   + std::string(path) + "../ leads out of " + std::string(target) + "."
             : "location " + std::string(path) + " also matches names that only begin so, such as "
                   + std::string(path) + "-private.",
      "Write `location " + std::string(path) + "/` and end the alias with a slash."));
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX601() {
  return {.id = "PX601",
          .name = "alias-traversal",
          .title = "A request can climb out of an alias folder",
          .severity = Severity::high,
          .items = {"H8"},
          .controls = {"gixy alias_traversal"},
          .tags = {"proxy", "paths"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
