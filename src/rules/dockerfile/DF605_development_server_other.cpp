// SPDX-License-Identifier: Apache-2.0
#include "rules/development_server.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::StartCommand& start, const Context& context) {
  return judge_development_server(start, "DF605", context);
}

} // namespace

Rule DF605() {
  return {.id = "DF605",
          .name = "development-server-other",
          .title = "Development command in production",
          .severity = Severity::high,
          .items = {"H1"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
