// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// Source text for detectors: comments blanked, lines kept; `in_string` marks the bytes between
/// quotes, where no statement can begin. Strings that stand alone over several lines (Python's
/// documentation strings) are blanked too.
struct CodeText {
  std::string text;
  std::vector<bool> in_string;
};

/// Reads source by the ending of its file name: `#` comments for py, rb, sh and YAML-like files,
/// `//` and block comments for the others, both for php.
CodeText code_text(std::string_view file_name, std::string_view source);

} // namespace secaudit::audit
