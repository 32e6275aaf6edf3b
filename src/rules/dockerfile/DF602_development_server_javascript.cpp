// SPDX-License-Identifier: Apache-2.0
#include "rules/development_server.hpp"

namespace secaudit::rules {
namespace {

Verdict check(const model::StartCommand& start, const Context& context) {
  return judge_development_server(start, "DF602", context);
}

} // namespace

Rule DF602() {
  return {.id = "DF602",
          .name = "development-server-javascript",
          .title = "JavaScript development server in production",
          .severity = Severity::high,
          .items = {"H1"},
          .controls = {},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
