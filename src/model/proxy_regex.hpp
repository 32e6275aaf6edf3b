// SPDX-License-Identifier: Apache-2.0
// The regular expressions of an nginx configuration, as far as rules look into them.
#pragma once

#include "model/proxy.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

/// A regular expression and the directive that holds it.
struct RegexUse {
  const Directive* directive = nullptr;
  std::string pattern;
};

/// Those of locations, `if`, `rewrite`, `map` entries and server names, in the order of the text.
std::vector<RegexUse> regexes_of(const std::vector<Directive>& directives);

/// The number of capturing groups; nothing when a bracket has no counterpart.
std::optional<int> groups_of(std::string_view pattern);

/// Whether a repeated group holds nothing but one repeated part, as in `(a+)+`.
bool repeats_a_repetition(std::string_view pattern);

} // namespace secaudit::model
