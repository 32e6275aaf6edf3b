// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "project/dotenv/template.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace secaudit::project::dotenv {

struct File {
  std::vector<model::Variable>
      variables; ///< in the order of the file; a later line replaces an earlier one of its name
  std::vector<VariableUse> uses;          ///< variables that values referred to
  std::optional<model::Diagnostic> error; ///< why the rest of the file was not read
};

/// Reads a `.env` file or an `env_file:` by Compose's grammar: `export`, `=` or `:`, single quotes
/// literal, double quotes with escapes and variables, bare values with ` #` comments and variables.
/// A name alone takes its value from `lookup`, and is left out when that has none. Values see the
/// variables of `lookup` first, then those of earlier lines. Reading stops at the first error; what
/// came before it stays.
File parse(std::string_view text, const model::FileName& name, const Lookup& lookup);

/// Reads an `env_file:` with `format: raw`: everything behind `=` is the value, no quotes, no
/// variables.
File parse_raw(std::string_view text, const model::FileName& name, const Lookup& lookup);

} // namespace secaudit::project::dotenv
