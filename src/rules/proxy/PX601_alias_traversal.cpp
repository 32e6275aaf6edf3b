// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  if (level.kind != model::ProxyLevel::Kind::location) {
    return;
  }
  const model::Directive* alias = model::own(level, "alias");
  const std::string_view first = model::argument(*level.self, 0);
  const bool prefix = level.self->arguments.size() == 1 || first == "^~";
  const std::string_view path =
      level.self->arguments.size() == 1 ? first : model::argument(*level.self, 1);
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
