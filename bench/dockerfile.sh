#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPU seconds of our audit of many Dockerfiles, and the ratios to dockerfilelint on the same files and to shellcheck on the
# commands inside them.
#
#   bench/dockerfile.sh [--plugin FILE] [--rounds N] [FOLDER]
#
# FOLDER holds Dockerfiles (default ../shared/corpora/dockerfile/real). dockerfilelint comes from npm into a folder that is
# deleted afterwards; shellcheck is the system's (package shellcheck). What is absent is left out and told.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
folder=$here/../../shared/corpora/dockerfile/real
rounds=3
while (($# > 0)); do
  case $1 in
    --plugin) plugin=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    -*) echo "usage: dockerfile.sh [--plugin FILE] [--rounds N] [FOLDER]" >&2; exit 125 ;;
    *) folder=$1; shift ;;
  esac
done
[[ -x $plugin ]] || { echo "dockerfile: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }
[[ -d $folder ]] || { echo "dockerfile: SKIP, no folder $folder" >&2; exit 0; }
mapfile -t files < <(find "$folder" -type f ! -name '*.jsonl' | sort)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# cpu COMMAND...: user and system seconds of the command, the least of all rounds
cpu() {
  local least='' spent i
  for ((i = 0; i < rounds; i++)); do
    spent=$( { TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1 || true; } 2>&1 | awk '{print $1 + $2}')
    if [[ -z $least ]] || awk "BEGIN {exit !($spent < $least)}"; then least=$spent; fi
  done
  echo "$least"
}
ratio() { awk "BEGIN {printf \"%.1f\", $2 / ($1 > 0 ? $1 : 0.001)}"; }

empty=$work/empty.Dockerfile
echo 'FROM scratch' >"$empty"
if command -v jq >/dev/null; then
  # A file that is not taken for a Dockerfile costs nothing.
  judged=$({ "$plugin" check --no-reports --quiet --format json "${files[@]}" || true; } \
    | jq '[.checks[] | select(.rule == "DF401") | .subject] | unique | length')
  ((judged == ${#files[@]})) \
    || { echo "dockerfile: only $judged of ${#files[@]} files were judged as Dockerfiles" >&2; exit 1; }
fi
start=$(cpu "$plugin" check --no-reports --quiet "$empty")
ours=$(cpu "$plugin" check --no-reports --quiet "${files[@]}")
echo "${#files[@]} files: $ours s of CPU in all, $start s of it to start with one line"

if command -v npm >/dev/null && npm install --silent --no-fund --no-audit --prefix "$work/npm" dockerfilelint >/dev/null 2>&1; then
  theirs=$(cpu "$work/npm/node_modules/.bin/dockerfilelint" "${files[@]}")
  echo "dockerfilelint: $theirs s, $(ratio "$ours" "$theirs") times ours"
else
  echo "dockerfilelint: left out (npm cannot install it)"
fi
if command -v shellcheck >/dev/null && command -v jq >/dev/null; then
  for file in "${files[@]}"; do
    "$plugin" inspect dockerfile "$file" 2>/dev/null \
      | jq -r '.instructions[] | select(.name == "RUN") | .original' >"$(basename "$file").sh" || true
  done
  theirs=$(cpu shellcheck -s bash ./*.sh)
  echo "shellcheck: $theirs s, $(ratio "$ours" "$theirs") times ours"
else
  echo "shellcheck: left out (needs the packages shellcheck and jq)"
fi
