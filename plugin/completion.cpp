// SPDX-License-Identifier: Apache-2.0
// Completion of docker-secaudit run directly; behind `docker` the scripts of docker itself ask us.
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

constexpr std::string_view bash = R"(# bash completion of docker-secaudit
_docker_secaudit() {
  local answer directive line
  answer=$("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  directive=${answer##*:}
  COMPREPLY=()
  if [ "$directive" = 8 ]; then
    COMPREPLY=($(compgen -f -X '!*.y*ml' -- "${COMP_WORDS[COMP_CWORD]}"))
    return
  fi
  while IFS= read -r line; do
    case $line in :*) ;; *) COMPREPLY+=("${line%%$'\t'*}") ;; esac
  done <<<"$answer"
  if [ "$directive" = 0 ]; then
    COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o filenames -F _docker_secaudit docker-secaudit
)";

constexpr std::string_view zsh = R"(#compdef docker-secaudit
_docker_secaudit() {
  local -a lines candidates
  local line directive
  lines=("${(@f)$(${words[1]} __complete "${(@)words[2,$CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    if [[ $line == :* ]]; then
      directive=${line#:}
    else
      candidates+=("${${line//:/\\:}/$'\t'/:}")
    fi
  done
  if [[ $directive == 8 ]]; then
    _files -g '*.y*ml'
    return
  fi
  _describe 'docker-secaudit' candidates
  [[ $directive == 0 ]] && _files
}
compdef _docker_secaudit docker-secaudit
)";

constexpr std::string_view fish = R"(# fish completion of docker-secaudit
function __docker_secaudit
  set -l words (commandline -opc) (commandline -ct)
  $words[1] __complete $words[2..-1] 2>/dev/null | string match -v ':*'
end
complete -c docker-secaudit -a '(__docker_secaudit)'
)";

} // namespace

int run_completion(const Session& session) {
  const std::string& shell = session.options.words.front();
  for (const auto& [name, script] : {std::pair<std::string_view, std::string_view>{"bash", bash},
                                     {"zsh", zsh},
                                     {"fish", fish}}) {
    if (shell == name) {
      return print(script) ? exit_codes::clean : exit_codes::unchecked;
    }
  }
  complain({"there is no completion for " + shell, "name bash, zsh or fish"});
  return exit_codes::usage;
}

} // namespace secaudit::plugin
