// SPDX-License-Identifier: Apache-2.0
// What Docker's command line says to its plugins (docker.md part A).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::plugin {

/// What a command line asks for.
struct Invocation {
  enum class Kind {
    metadata, ///< the one JSON object that makes us a plugin
    run,      ///< `arguments` is our own command line
    help,     ///< of the subcommand named by `arguments`
    version,
    complete,     ///< `arguments` end with the word being typed
    hook,         ///< docker.md A8; answered with nothing
    foreign_call, ///< Compose called us as a provider of a service
    usage_error,  ///< `error` says what
  };
  Kind kind = Kind::run;
  std::vector<std::string>
      docker_flags; ///< docker's global flags as typed, for every docker we run
  std::vector<std::string> arguments;
  bool by_docker = false; ///< started by the docker command, not directly
  std::string error;
};

/// Takes a command line (without argv[0]) apart. Works the same with docker in front and without:
/// global flags are recognised by their arity, never by looking for our name, because a context may
/// bear it.
Invocation parse_invocation(const std::vector<std::string>& argv, bool by_docker);

/// The answer to docker-cli-plugin-metadata.
std::string_view metadata_json();

} // namespace secaudit::plugin
