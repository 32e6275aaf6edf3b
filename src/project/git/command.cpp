// SPDX-License-Identifier: Apache-2.0
#include "project/git/command.hpp"

#include <utility>

namespace secaudit::project::git {

host::Command git_command(const std::string& directory, std::vector<std::string> arguments,
                          std::string input) {
  host::Command result;
  result.argv = {"git", "--no-pager",
                 "-c",  "core.fsmonitor=false",
                 "-c",  "core.hooksPath=/dev/null",
                 "-c",  "core.quotePath=false",
                 "-c",  "log.showSignature=false", // would start gpg.program
                 "-C",  directory};
  result.argv.insert(result.argv.end(), std::make_move_iterator(arguments.begin()),
                     std::make_move_iterator(arguments.end()));
  result.environment["GIT_OPTIONAL_LOCKS"] = "0";
  result.environment["GIT_TERMINAL_PROMPT"] = "0";
  result.environment["GIT_NO_REPLACE_OBJECTS"] = "1";
  result.environment["GIT_GRAFT_FILE"] = "/dev/null";
  // A partial clone would fetch what is absent; older versions of git know only the second.
  result.environment["GIT_NO_LAZY_FETCH"] = "1";
  result.environment["GIT_ALLOW_PROTOCOL"] = "none";
  result.environment["LC_ALL"] = "C";
  result.input = std::move(input);
  return result;
}

} // namespace secaudit::project::git
