// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::dockerfile {

/// One line `# name=value` from the head of a file.
struct Directive {
  std::string name; ///< lower case
  std::string value;
};

/// The directive in a line, whatever its name, when it has the form of one behind `prefix`.
std::optional<Directive> directive_of(std::string_view line, std::string_view prefix = "#");

/// True for the directives that BuildKit knows: syntax, escape, check.
bool known_directive(std::string_view name);

struct DetectedDirective {
  std::string value;        ///< its first word
  std::string command_line; ///< the whole
  int line = 1;
};

/// Looks a directive up as BuildKit does before it parses a file: behind an optional `#!` line,
/// and, with `any_format`, also in `//` comments or a JSON object.
std::optional<DetectedDirective> detect_directive(std::string_view text, std::string_view name,
                                                  bool any_format);

} // namespace secaudit::project::dockerfile
