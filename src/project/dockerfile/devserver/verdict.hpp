// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile::devserver {

using Kind = model::StartCommand::Kind;

/// What a command line starts, as far as the program's name and arguments tell.
struct Verdict {
  Kind kind = Kind::unknown;
  std::string rule;   ///< DF601…DF605 when development
  std::string server; ///< "flask run", "vite", …
  bool debugger = false;
};

/// Environment of the container.
class Environment {
 public:
  void set(const std::string& name, std::string value) { values_[name] = std::move(value); }
  std::optional<std::string> get(std::string_view name) const;
  /// True for 1, true, yes, on in any case.
  bool is_on(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// Judges a program (base name) with its arguments by the table of rules/dockerfile.md section 6;
/// nothing when the table does not know it. The program is the first word.
std::optional<Verdict> judge_by_table(const std::vector<std::string>& words,
                                      const Environment& environment);

/// What to start instead.
std::string remedy_for(const Verdict& verdict);

} // namespace secaudit::project::dockerfile::devserver
