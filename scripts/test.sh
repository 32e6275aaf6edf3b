#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every test: installs what they need, builds the preset dev, then unit, rule, corpus and golden tests, the checks
# of the scripts, the end-to-end tests on private Docker engines, and with the sanitizers of clang the readers' unit
# tests and each fuzz target. The last line is `N passed, N failed, N skipped`.
#
# Usage: scripts/test.sh [--fast] [--no-deps] [--only-e2e] [--help]
#   --fast      leave out the end-to-end tests, sanitizers and fuzzers
#   --no-deps   install no packages
#   --only-e2e  leave out all but the build and the end-to-end tests
# SECAUDIT_CACHE names the folder of what is fetched once (default build/cache); SECAUDIT_FUZZ_SECONDS is the time of each
# fuzz target (default 20; three times that for the Compose reader).
set -uo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top" || exit 1
export SECAUDIT_CACHE=${SECAUDIT_CACHE:-$top/build/cache}
logs=$top/build/test-logs
jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
passed=0 failed=0 skipped=0
fast=no deps=yes only_e2e=no

say() { printf '%s\n' "== $*"; }
die() {
  printf '%s\n' "test: $*" >&2
  exit 1
}
run() { "$@"; }
# shellcheck source=scripts/lib/dependencies.sh
. "$top/scripts/lib/dependencies.sh"

for argument; do
  case $argument in
    --fast) fast=yes ;;
    --no-deps) deps=no ;;
    --only-e2e) only_e2e=yes ;;
    -h | --help)
      sed -n '3,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *)
      printf '%s\n' "test: unknown option '$argument'; see --help" >&2
      exit 125
      ;;
  esac
done

pass() { passed=$((passed + 1)); }
fail() {
  failed=$((failed + 1))
  printf '%s\n' "not ok - $*"
}
skip() {
  skipped=$((skipped + 1))
  printf '%s\n' "skip - $*"
}

# count FILE: the `ok`, `not ok` and `skip` lines of a test script.
count() {
  passed=$((passed + $(grep -c '^ok - ' "$1")))
  failed=$((failed + $(grep -c '^not ok - ' "$1")))
  skipped=$((skipped + $(grep -c '^skip - ' "$1")))
}

# script NAME SECONDS COMMAND...: a test script; ending early counts as one failure more.
script() {
  local name=$1 limit=$2 log=$logs/$1.log code=0
  shift 2
  say "$name"
  timeout --kill-after=20 "$limit" "$@" 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  count "$log"
  if [[ $code != 0 ]] && ! grep -q '^not ok - ' "$log"; then fail "$name ended with exit code $code"; fi
}

install_dependencies() {
  if [[ $(dependencies_system) != apt ]]; then
    dependencies_for_build
    return
  fi
  dependencies_for_build
  local wanted=(catch2 python3 shellcheck busybox dash ccache procps patch)
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then wanted+=(nodejs npm); fi
  [[ $fast == yes ]] || wanted+=(debootstrap iproute2 util-linux xz-utils zstd debian-archive-keyring time nginx-light openssl clang llvm strace golang-go rpm)
  # Newer releases have the runtime of clang's sanitizers in a package of its own, which clang only recommends.
  if [[ $fast == no ]] && apt-cache show libclang-rt-dev >/dev/null 2>&1; then wanted+=(libclang-rt-dev); fi
  dependencies_install "${wanted[@]}"
}

# The long downloads and the base images, while the compiler works.
begin_engine() {
  engine_reason=
  if [[ $fast == yes ]]; then
    engine_reason="--fast was given"
  else
    # Always engines of our own: the stand-ins carry the names of public images and belong in nobody's store.
    engine_reason=$(tests/e2e/engine.sh check 2>&1)
  fi
  [[ -z $engine_reason ]] || return 0
  (tests/e2e/engine.sh fetch && tests/e2e/base-images.sh make) >"$logs/engine-prepare.log" 2>&1 &
  engine_job=$!
}

build() {
  say "build (preset dev)"
  launcher=()
  if command -v ccache >/dev/null; then
    export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$top
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  if ! cmake --preset dev "${launcher[@]}" >"$logs/configure.log" 2>&1; then
    tail -n 20 "$logs/configure.log"
    return 1
  fi
  if ! cmake --build build/dev >"$logs/build.log" 2>&1; then
    grep -E 'error|FAILED' "$logs/build.log" | head -n 30
    return 1
  fi
}

# ctest_counted FOLDER NAME ARGUMENT...: the tests of a build folder, counted one by one.
ctest_counted() {
  say "$2"
  local folder=$1 junit log
  junit=$logs/ctest-$(basename "$1").xml log=$logs/ctest-$(basename "$1").log
  shift 2
  ctest --test-dir "$folder" --parallel "$jobs" --output-on-failure --no-tests=error --output-junit "$junit" "$@" >"$log" 2>&1
  local code=$? header
  header=$(sed -n '/<testsuite /,/>/p' "$junit" 2>/dev/null | tr '\n\t' '  ')
  number() { printf '%s' "$header" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
  if [[ -z $header ]]; then
    tail -n 20 "$log"
    fail "ctest ended with exit code $code"
    return
  fi
  local all failures off
  all=$(number tests) failures=$(number failures) off=$(($(number disabled) + $(number skipped)))
  if [[ $failures != 0 ]]; then
    grep -E '\*\*\*|FAILED|error' "$log" | head -n 60
    sed -n '/The following tests FAILED/,$p' "$log"
  fi
  passed=$((passed + all - failures - off)) failed=$((failed + failures)) skipped=$((skipped + off))
  printf '%s\n' "$((all - failures - off)) passed, $failures failed, $off skipped"
}

node_modules() {
  command -v npm >/dev/null || return 1
  mkdir -p build/node
  cp tests/scripts/package*.json build/node/
  (cd build/node && npm ci --ignore-scripts --silent --no-audit --no-fund) >"$logs/npm.log" 2>&1
}

# Reports of both examples and of an image archive against docs/report.schema.json.
report_schema() {
  local reports=build/test-reports example
  rm -rf "$reports"
  mkdir -p "$reports/image"
  for example in finance-tracker-before finance-tracker; do
    "$SECAUDIT_BINARY" compose --project-directory "examples/$example" --no-images --reports "$reports/$example" >/dev/null 2>&1
  done
  "$SECAUDIT_BINARY" image examples/images/finance-tracker-before-backend.tar --format json -o "$reports/image/report.json" >/dev/null 2>&1
  # A search without a checklist satisfies the same schema.
  mkdir -p "$reports/secrets"
  "$SECAUDIT_BINARY" secrets examples --format json -o "$reports/secrets/report.json" >/dev/null 2>&1
  script report-schema 60 node build/node/schema.mjs docs/report.schema.json "$reports"/*/report.json
  for example in "$reports"/*; do
    "$SECAUDIT_BINARY" report convert "$example/report.json" --format sarif -o "$example/report.sarif" \
      --format gitlab -o "$example/report.gitlab.json" --format junit -o "$example/report.xml" >/dev/null 2>&1
  done
  script report-formats 60 node build/node/formats.mjs ../shared/corpora/image/schemas/sarif-schema-2.1.0.json "$reports"
}

script_tests() {
  script install-sh 300 tests/scripts/install-sh.sh
  if node_modules; then
    cp tests/scripts/*.mjs build/node/
    script powershell-checker 60 node build/node/powershell.mjs --self-test
    script install-ps1 60 node build/node/powershell.mjs scripts/install.ps1 scripts/install.sh
    report_schema
  else
    skip "the PowerShell grammar needs Node.js and npm packages, which cannot be had here ($logs/npm.log)"
  fi
}

e2e_tests() {
  script e2e-hook 300 tests/e2e/hook.sh
  script e2e-command-line 600 tests/e2e/command-line.sh
  script e2e-fix 120 tests/e2e/fix.sh
  script e2e-bad-input 1200 tests/e2e/bad-input.sh
  script e2e-vulnerabilities 600 tests/e2e/vulnerabilities.sh
  script e2e-nginx-headers 600 tests/e2e/nginx-headers.sh
  script e2e-inventory 600 tests/e2e/inventory.sh
  if [[ -n $engine_reason ]]; then
    skip "end-to-end tests with an engine: $engine_reason"
    return
  fi
  say "waiting for the engine's packages and the base images"
  if [[ -n ${engine_job:-} ]] && ! wait "$engine_job"; then
    tail -n 5 "$logs/engine-prepare.log"
    if [[ -n ${CI:-} ]]; then fail "the private engine could not be prepared"; else skip "the private engine could not be prepared"; fi
    return
  fi
  script e2e-installed 300 tests/e2e/installed.sh
  script e2e-engines 1500 tests/e2e/engines.sh
}

# fuzz NAME: one fuzz target from its kept inputs on, for a limited time, memory and time an input. Those that judge, too,
# run as they are in the build dev: with sanitizers, compiling the rules would take longest of all.
fuzz() {
  local name=$1 seconds=${SECAUDIT_FUZZ_SECONDS:-20} found=$logs/fuzz/$1 kept=$top/tests/fuzz/inputs/$1 command
  # The reader with the most to go wrong.
  if [[ $name == compose ]]; then seconds=$((seconds * 3)); fi
  mkdir -p "$found"
  if [[ -x build/fuzz/tests/fuzz/${name}_fuzz ]]; then
    command=("$top/build/fuzz/tests/fuzz/${name}_fuzz" -seed=1 -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048
      -print_final_stats=1 -artifact_prefix="$found-" "$found" "$kept")
  else
    command=(timeout $((seconds * 5)) "$top/build/dev/tests/fuzz/${name}_fuzz" --seconds "$seconds" "$kept")
  fi
  if (cd "$found" && "${command[@]}" >"$logs/fuzz-$name.log" 2>&1); then
    printf '%s\n' "ok - fuzz $name: $(sed -nE 's/^stat::number_of_executed_units: *//p; s/ further mutations.*//p' "$logs/fuzz-$name.log") inputs"
  else
    printf '%s\n' "not ok - fuzz $name: see $logs/fuzz-$name.log, the input is in $logs/fuzz"
    grep -E 'ERROR|SUMMARY|runtime error|#[0-9]+ .*secaudit' "$logs/fuzz-$name.log" | head -n 12
  fi
}

# Address and undefined behaviour sanitizers over all that reads hostile input: its unit tests, and all fuzz targets, as
# many at once as there are cores.
sanitizer_tests() {
  if ! command -v clang++ >/dev/null; then
    skip "sanitizers and fuzzers: clang is not here"
    return
  fi
  # A machine that was slow so far would not end within the 45 minutes of CI.
  if [[ -n ${CI:-} && $SECONDS -gt 1500 ]]; then
    skip "sanitizers and fuzzers: $((SECONDS / 60)) minutes are over; scripts/test.sh runs them where CI is not set"
    return
  fi
  say "sanitizers and fuzzers (preset fuzz)"
  local readers=(base host project image secrets vulns)
  if ! cmake --preset fuzz "${launcher[@]}" >"$logs/configure-fuzz.log" 2>&1 ||
    ! cmake --build build/fuzz --target secaudit_fuzzers "${readers[@]/#/unit_}" >"$logs/build-fuzz.log" 2>&1; then
    grep -E 'error|FAILED' "$logs/configure-fuzz.log" "$logs/build-fuzz.log" | head -n 20
    fail "the build with sanitizers failed; the whole output is in $logs"
    return
  fi
  local IFS='|'
  ctest_counted build/fuzz "unit tests with sanitizers" -R "^(${readers[*]}):"
  unset IFS
  rm -rf "$logs/fuzz"
  export logs top
  export -f fuzz
  # shellcheck disable=SC2016 # for the inner shell
  find tests/fuzz -maxdepth 1 -name '*_fuzz.cpp' -exec basename '{}' _fuzz.cpp ';' | sort |
    xargs -P "$jobs" -I '{}' bash -c 'fuzz "$1"' sh '{}' | tee "$logs/fuzz.log"
  count "$logs/fuzz.log"
}

main() {
  mkdir -p "$logs" "$SECAUDIT_CACHE"
  rm -f "$logs"/*.log
  [[ $deps == no ]] || install_dependencies >"$logs/dependencies.log" 2>&1 || {
    tail -n 20 "$logs/dependencies.log"
    die "the dependencies could not be installed; see above, or install them and use --no-deps"
  }
  begin_engine
  if build; then
    export SECAUDIT_BINARY=$top/build/dev/plugin/docker-secaudit
    if [[ $only_e2e == no ]]; then
      ctest_counted build/dev "unit, rule, corpus and golden tests"
      script_tests
    fi
    if [[ $fast == yes ]]; then skip "end-to-end tests: --fast was given"; else e2e_tests; fi
    if [[ $fast == yes ]]; then
      skip "sanitizers and fuzzers: --fast was given"
    elif [[ $only_e2e == no ]]; then
      sanitizer_tests
    fi
  else
    fail "the build failed; the whole output is in $logs"
    [[ -z ${engine_job:-} ]] || kill "$engine_job" 2>/dev/null
  fi
  printf '%s\n' "$passed passed, $failed failed, $skipped skipped"
  [[ $failed == 0 ]]
}

main
