// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"
#include "project/dockerfile/located.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::project::dockerfile::shell {

/// Which program reads the text of a command.
enum class Language { posix, powershell, cmd, none };

/// The language of an interpreter by its name or path: sh, bash, …; none for what is no shell.
Language language_of(std::string_view program);

/// The value of a variable of the build, nothing when it is not known.
using Values = std::function<std::optional<std::string>(std::string_view name)>;

/// Commands in the order of execution (rules/dockerfile.md section 3): wrappers taken off, `sh -c`
/// and the like read as well, known variables expanded. Size and depth are bounded; what lies
/// behind a bound is left out. `heredocs` are the bodies that belong to the `<<` of the text, in
/// order.
std::vector<model::ShellCommand> read_script(const Located& text, Language language,
                                             const Values& values,
                                             const std::vector<Located>& heredocs = {});

/// The same for the exec form, whose words no shell looks at.
std::vector<model::ShellCommand> read_argv(const std::vector<Located>& words, const Values& values);

/// The same for words that stand in no file.
std::vector<model::ShellCommand> read_argv(const std::vector<std::string>& words,
                                           const Values& values);
/// The same for a text that stands in no file.
std::vector<model::ShellCommand> read_text(const std::string& text, const Values& values);

/// Base name of a program as written, without `.exe`.
std::string program_name(std::string_view written);

} // namespace secaudit::project::dockerfile::shell
