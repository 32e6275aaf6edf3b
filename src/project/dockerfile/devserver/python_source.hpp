// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/dockerfile/devserver/verdict.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace secaudit::project::dockerfile::devserver {

/// Python text with comments and the content of strings blanked, of the same length.
std::string blanked_python(std::string_view text);

struct PythonVerdict {
  Verdict verdict;
  std::size_t offset = 0; ///< of the deciding call
};

/// The text of a module of the project by its dotted name, nothing when it is no module of it.
using Modules = std::function<std::optional<std::string>(std::string_view dotted_name)>;

/// What a Python file starts when it is run: the development server of Flask, Quart, Dash, Bottle,
/// the standard library, uvicorn with reload; else production, or unknown when that depends on a
/// module that cannot be found (rules/dockerfile.md section 6 step 3).
PythonVerdict judge_python(std::string_view text, const Modules& modules);

} // namespace secaudit::project::dockerfile::devserver
