// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dotenv {

/// The value of a variable, or nullptr when it is not set.
using Lookup = std::function<const std::string*(const std::string& name)>;

/// One `$NAME` or `${NAME…}` of a template.
struct VariableUse {
  std::string name;
  bool set = false;
  bool fallback = false; ///< has a `-`, `+` or `?` part
};

struct Expansion {
  std::string text;
  std::vector<VariableUse> uses; ///< in the order of evaluation, nested ones before their owner
};

/// Why a template gave no text.
struct ExpandError : base::Error {
  std::string demanded_variable; ///< of the `?` or `:?` that found no value
};

/// Replaces `$$`, `$name` and `${name}` with `:-` `-` `:+` `+` `:?` `?`, as Compose does in its
/// files and in `.env` files. A lone `$` stays. Fallback texts are expanded even when they are not
/// used, results are not expanded again. Fails on `${` that opens no valid expression, on `:?` and
/// `?` without a value, and when nesting or length exceed the limits.
tl::expected<Expansion, ExpandError> expand(std::string_view text, const Lookup& lookup);

} // namespace secaudit::project::dotenv
