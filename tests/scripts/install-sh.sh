#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts/install.sh: its shells, its options, what it leaves behind when something goes wrong.
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/lib/check.sh"

install=$top/scripts/install.sh
unset DOCKER_HOST DOCKER_CONTEXT SUDO_USER
export HOME=$work/home DOCKER_CONFIG=$work/config
mkdir -p "$HOME"
plugin=$DOCKER_CONFIG/cli-plugins/docker-secaudit

for file in "$install" "$top/scripts/lib/dependencies.sh" "$top/.ci/run" "$top"/examples/finance-tracker/scripts/*.sh; do
  for shell in dash "busybox sh"; do
    if command -v "${shell%% *}" >/dev/null; then
      # shellcheck disable=SC2086 # a command and its first word
      that "$(basename "$file") is read by $shell" $shell -n "$file"
    else
      skip "$(basename "$file"): $shell is not here"
    fi
  done
done
if command -v shellcheck >/dev/null; then
  cd "$top" || exit 1
  for file in scripts/*.sh .ci/run tests/e2e/*.sh tests/e2e/lib/*.sh tests/scripts/*.sh examples/finance-tracker/scripts/*.sh; do
    that "shellcheck $file" shellcheck -x "$file"
  done
  cd - >/dev/null || exit 1
else
  skip "shellcheck is not here"
fi

capture "$install" --help
expect "--help" 0 out '--uninstall'
capture "$install" --nosuch
expect "an unknown option is wrong usage" 125 err 'nosuch'
capture "$install" --prefix
expect "an option without its value is wrong usage" 125 err 'prefix'
capture "$install" --system --prefix "$work/x"
expect "--system and --prefix exclude each other" 125 err 'exclude'
capture env -u DOCKER_CONFIG SUDO_USER=somebody "$install" --from "$binary"
if [[ $(id -u) == 0 ]]; then expect "under sudo it asks for --system" 125 err '--system'; fi

capture "$install" --from "$binary" --dry-run
expect "--dry-run" 0 out 'would install'
that "--dry-run writes nothing" test ! -e "$DOCKER_CONFIG"
capture "$install" --no-deps --dry-run
expect "--no-deps --dry-run names the build" 0 out 'would run: cmake --preset release'

capture "$install" --from "$binary"
expect "installs a program" 0 out "installed $plugin"
that "the plugin is the program" cmp "$binary" "$plugin"
that "the plugin may be run by all" test "$(stat -c %a "$plugin")" = 755
that "nothing lies beside it" test "$(ls -A "$(dirname "$plugin")")" = docker-secaudit
if command -v docker >/dev/null; then
  capture docker secaudit version
  expect "docker finds it" 0 out '[0-9]+\.[0-9]+'
else
  skip "docker finds it: no docker command here"
fi

printf '#!/bin/sh\nexit 3\n' >"$work/broken"
chmod +x "$work/broken"
capture "$install" --from "$work/broken"
expect "a program that is no plugin is refused" 1 err 'nothing was changed'
that "and the installed one is kept" cmp "$binary" "$plugin"
that "and nothing lies beside it" test "$(ls -A "$(dirname "$plugin")")" = docker-secaudit
capture "$install" --from "$work/nosuch"
expect "a folder without the program is refused" 1 err 'no docker-secaudit'

mkdir -p "$work/tree/plugin"
cp "$binary" "$work/tree/plugin/docker-secaudit"
capture "$install" --from "$work/tree" --prefix "$work/prefix"
expect "installs from a build folder into a prefix" 0
that "the prefix holds the plugin" test -x "$work/prefix/lib/docker/cli-plugins/docker-secaudit"
capture "$install" --uninstall --prefix "$work/prefix"
expect "removes it from the prefix" 0 out 'removed'
capture "$install" --uninstall
expect "removes it" 0 out "removed $plugin"
that "it is gone" test ! -e "$plugin"
capture "$install" --uninstall
expect "removing twice is fine" 0 out 'nothing to remove'

# A copy of what the script uses, to cut it and to write reports beside it.
mkdir -p "$work/copy"
cp -r "$top/scripts" "$top/examples" "$work/copy/"

# A download that was cut off must do nothing, wherever it was cut. (Without its last line break it still is whole.)
size=$(stat -c %s "$install")
for bytes in $((size - 3)) $((size - 9)) $((size / 2)) $((size / 4)) 700; do
  head -c "$bytes" "$install" >"$work/copy/scripts/cut.sh"
  sh "$work/copy/scripts/cut.sh" --prefix "$work/cut" --from "$binary" >/dev/null 2>&1
  that "cut after $bytes of $size bytes it installs nothing" test ! -e "$work/cut"
done

if command -v python3 >/dev/null; then
  python3 "$work/copy/examples/images/make.py"
  that "the image archive of the demo is what its script writes" \
    cmp "$top/examples/images/finance-tracker-before-backend.tar" "$work/copy/examples/images/finance-tracker-before-backend.tar"
fi
capture env DOCKER_HOST=unix:///nonexistent.sock "$work/copy/scripts/install.sh" --from "$binary" --demo
expect "--demo without an engine audits files and an archive, and says so" 0 out 'no engine answers' out 'C12'
finish
