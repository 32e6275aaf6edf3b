#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# docker secaudit fix: the diff is one that patch applies, applying writes the same, and a second run finds nothing.
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

project=$work/project
mkdir -p "$project"
printf 'FROM debian:13-slim\r\n# tools\r\nRUN apt-get update && \\\r\n  apt-get  install curl\r\nADD . /app\r\nUSER 10001\r\n' >"$project/Dockerfile"
printf 'TOKEN=1\n' >"$project/.env"
cp -r "$project" "$work/patched"

cd "$project" || exit 1
capture "$binary" fix --dry-run
expect "a dry run prints a diff" 0 out '^--- a/Dockerfile' out '^\+\+\+ b/\.dockerignore' out '^\+COPY \. /app'
cp "$work/out" "$work/fix.diff"
printf 'FROM debian:13-slim\r\n# tools\r\nRUN apt-get update && \\\r\n  apt-get  install curl\r\nADD . /app\r\nUSER 10001\r\n' >"$work/before"
capture cmp Dockerfile "$work/before"
expect "a dry run writes nothing" 0
capture patch -s --binary -p1 -d "$work/patched" -i "$work/fix.diff"
expect "patch applies the diff" 0
capture "$binary" fix
expect "fix tells what it wrote" 0 out 'corrected Dockerfile' out 'corrected \.dockerignore'
capture diff -r "$project" "$work/patched"
expect "applying writes what the diff says" 0
capture "$binary" fix
expect "a second run finds nothing" 0 out 'nothing to correct'
capture "$binary" fix "$work/absent"
expect "a path that does not exist is unusable input" 3 err 'absent'

finish
