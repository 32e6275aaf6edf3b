// SPDX-License-Identifier: Apache-2.0
// Issues of services in the way of rules/compose.md section 3.1.
#pragma once

#include "rules/rule.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secaudit::rules {

/// The place of a value first, then where it came from when that is another place (the default of
/// a variable, the line of `.env`, the file that is overridden).
template <typename T>
std::vector<model::Evidence> places(const T& sourced, std::string excerpt) {
  std::vector<model::Evidence> out{at(sourced.span, std::move(excerpt))};
  for (const model::Origin& origin : sourced.origins) {
    if (origin.span.known() && origin.span != sourced.span) {
      out.push_back(at(origin.span, std::string(model::to_string(origin.via))
                                        + (origin.note.empty() ? "" : ": " + origin.note)));
    }
  }
  return out;
}

/// Evidence for a key that is absent: the service's own key.
std::vector<model::Evidence> absent(const model::Service& service, std::string_view key);

/// The verdict over a service's issues: those of a service that no enabled profile starts are told
/// as information only, and a development file is called one.
Verdict conclude(const model::Service& service, std::vector<Issue> issues,
                 std::string reason_when_clean = {});

/// `services.web`, for remedies.
std::string path_of(const model::Service& service);

/// One step up, at most critical.
Severity raised(Severity severity);

} // namespace secaudit::rules
