# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by the end-to-end tests. Each check prints one line, `ok - …`, `not ok - …` or `skip - …`; scripts/test.sh counts
# them. A test ends with `finish`.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
top=$(cd "$here/../.." && pwd)
binary=${SECAUDIT_BINARY:-$top/build/dev/plugin/docker-secaudit}
# shellcheck disable=SC2034 # for the tests
cache=${SECAUDIT_CACHE:-$top/build/cache}
failures=0

[[ -x $binary ]] || {
  echo "not ok - no program at $binary: build it first"
  exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/secaudit-e2e.XXXXXX")

ok() { echo "ok - $*"; }
not_ok() {
  failures=$((failures + 1))
  echo "not ok - $*"
}
skip() { echo "skip - $*"; }
note() { sed 's/^/  # /' | head -n "${1:-15}"; }

# that NAME COMMAND...: ok when the command succeeds; its output explains when it does not.
that() {
  local name=$1
  shift
  if "$@" >"$work/that" 2>&1; then ok "$name"; else
    not_ok "$name"
    note 40 <"$work/that"
  fi
}

at_end=()
cleanup() {
  local command
  for command in "${at_end[@]}"; do eval "$command"; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

finish() { [[ $failures == 0 ]] || exit 1; }

# capture COMMAND...: runs it; $code, $work/out and $work/err hold the result.
capture() {
  code=0
  "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
}

# expect NAME CODES [out|err REGEX]...: about the last capture; CODES like 0 or 1,2.
expect() {
  local name=$1 codes=$2 problem=
  shift 2
  [[ ,$codes, == *,$code,* ]] || problem="exit code $code, expected $codes"
  while [[ -z $problem && $# -ge 2 ]]; do
    grep -Eq -- "$2" "$work/$1" || problem="no line of std$1 matches: $2"
    shift 2
  done
  if [[ -z $problem ]]; then
    ok "$name"
  else
    not_ok "$name"
    { echo "$problem"; head -n 8 "$work/out"; head -n 8 "$work/err"; } | note 20
  fi
}

# bounded NAME CODES COMMAND...: at most 10 s and 256 MiB; $work/usage holds seconds and KiB.
bounded() {
  local name=$1 codes=$2 seconds kib
  shift 2
  code=0
  python3 "$here/lib/measure.py" "$work/usage" 20 "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  read -r seconds kib <"$work/usage"
  if [[ ,$codes, != *,$code,* ]]; then
    not_ok "$name: exit code $code, expected $codes"
    { head -n 5 "$work/out"; head -n 5 "$work/err"; } | note
  elif ((${seconds%.*} >= 10)); then
    not_ok "$name: took $seconds s, at most 10 are allowed"
  elif ((kib > 256 * 1024)); then
    not_ok "$name: took $((kib / 1024)) MiB, at most 256 are allowed"
  elif LC_ALL=C grep -q $'[\001-\010\013\014\016-\037]' "$work/out" "$work/err"; then
    not_ok "$name: control characters reach the terminal"
  else
    ok "$name"
  fi
}
