// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checklist/known.hpp"

#include <string>
#include <vector>

namespace secaudit::audit {

/// How far a rate limiter in the application got (rules/checklist-and-proxy.md 1.5): a package in a
/// manifest is not one that is constructed, and one that is constructed need not be attached.
struct AppLimiter {
  enum class Step { none, constructed, per_process, login_only, in_force };
  Step step = Step::none;
  std::string library;
  std::vector<model::Evidence> evidence;
};

/// The best that the application's code shows.
AppLimiter app_limiter(const Known& known);

} // namespace secaudit::audit
