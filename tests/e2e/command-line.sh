#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The plugin protocol through the real docker command lines at hand: the machine's own, and those that engine.sh
# unpacked (20.10 and the newer one). No engine is needed.
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

unset DOCKER_HOST DOCKER_CONTEXT
export DOCKER_CONFIG=$work/config
mkdir -p "$DOCKER_CONFIG/cli-plugins"
cp "$binary" "$DOCKER_CONFIG/cli-plugins/docker-secaudit"
nowhere=unix://$work/nowhere.sock

expect_protocol() {
  local cli=$1 label=$2 modern=$3
  capture "$cli" -H "$nowhere" info --format '{{range .ClientInfo.Plugins}}{{.Name}}={{.Version}}={{.Path}}{{"\n"}}{{end}}'
  expect "$label: docker info lists the plugin with its version" 0,1 out "^secaudit=v?[0-9.]+[^=]*=$DOCKER_CONFIG/cli-plugins/docker-secaudit$"
  capture "$cli" --help
  expect "$label: docker --help lists the plugin" 0 out '^ +secaudit\*'
  capture "$cli" secaudit
  expect "$label: without a command it prints its help" 0 out 'compose'
  capture "$cli" secaudit --help
  expect "$label: --help" 0 out 'compose' out 'image'
  capture "$cli" secaudit image --help
  expect "$label: image --help" 0 out 'image'
  capture "$cli" help secaudit
  expect "$label: docker help secaudit" 0 out 'compose'
  capture "$cli" help secaudit image
  expect "$label: docker help secaudit image" 0 out 'image' out '--platform'
  capture "$cli" secaudit version
  expect "$label: version" 0 out '[0-9]+\.[0-9]+\.[0-9]+'
  capture "$cli" secaudit nosuch
  expect "$label: an unknown command is wrong usage" 125 err 'nosuch'
  capture "$cli" secaudit image --nosuch x
  expect "$label: an unknown option is wrong usage" 125 err 'nosuch'
  capture "$cli" secaudit image "$work/absent.tar"
  expect "$label: an archive that does not exist is unusable input" 3 err 'absent\.tar'
  capture "$cli" -D -H "$nowhere" secaudit image nosuch:1
  expect "$label: global flags reach the docker that is started" 2,3 err "nowhere\.sock|[Cc]annot connect|not running"
  [[ $modern == yes ]] || return 0
  capture "$cli" --context secaudit secaudit version
  expect "$label: a context named like the plugin is no command" 0 out '[0-9]'
  capture "$cli" __complete secaudit im
  expect "$label: completion of a command" 0 out '^image' out '^:[0-9]+$'
  capture "$cli" __complete secaudit compose --format ''
  expect "$label: completion of a value" 0 out '^json' out '^:[0-9]+$'
}

# What docker starts ends when docker is told to end: its descendants are gone within a second, the exit code says why.
expect_cancellation() {
  local label=$1 signal=$2 codes=$3 begun pid
  shift 3
  setsid "$@" >"$work/out" 2>"$work/err" </dev/null &
  pid=$!
  for _ in $(seq 50); do
    # The child that talks to the engine: until it runs there is nothing to cancel.
    if pgrep -f -- "$socket.* (image|version|info|save|inspect|compose|images) ?" | grep -vqx "$pid"; then break; fi
    sleep 0.1
  done
  sleep 0.3
  begun=$(date +%s%N)
  kill "-$signal" "$pid"
  for _ in $(seq 100); do
    if ! kill -0 "$pid" 2>/dev/null; then break; fi
    sleep 0.05
  done
  # What has not ended by now is ended here and shows as exit code 137.
  kill -KILL "$pid" 2>/dev/null
  code=0
  wait "$pid" || code=$?
  local took=$((($(date +%s%N) - begun) / 1000000)) left
  sleep 0.2
  left=$(pgrep -f -- "$socket" | grep -vx "$stuck" || true)
  if [[ -n $left ]]; then
    # shellcheck disable=SC2086 # a list of process ids
    ps -o pid,args -p $left >"$work/left"
    # shellcheck disable=SC2086
    kill -KILL $left 2>/dev/null
  fi
  if [[ ,$codes, != *,$code,* ]]; then
    not_ok "$label: SIG$signal gives exit code $code, expected $codes"
    head -n 5 "$work/err" | note
  elif [[ -n $left ]]; then
    not_ok "$label: after SIG$signal processes are left behind"
    note <"$work/left"
  elif ((took > 1500)); then
    not_ok "$label: SIG$signal took $took ms"
  else
    ok "$label: SIG$signal ends everything, exit code $code"
  fi
}

found=no
for cli in "$(command -v docker || true)" "$cache"/engine/*/usr/bin/docker; do
  [[ -x $cli ]] || continue
  version=$("$cli" --version | sed -n 's/^Docker version \([0-9.]*\).*/\1/p')
  modern=yes
  [[ ${version%%.*} -ge 25 ]] || modern=no
  found=yes
  expect_protocol "$cli" "docker $version" "$modern"
done
[[ $found == yes ]] || skip "no docker command line at hand: the protocol is tested with none"

expect_metadata() {
  capture "$binary" docker-cli-plugin-metadata
  expect "metadata" 0 out '"SchemaVersion": *"0\.1\.0"'
  if python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); assert d["Vendor"] and "\n" not in d["ShortDescription"]' "$work/out"; then
    ok "metadata is one JSON object with a vendor and a plain description"
  else
    not_ok "metadata is one JSON object with a vendor and a plain description"
  fi
  if [[ ! -s $work/err ]]; then ok "metadata leaves stderr alone"; else not_ok "metadata leaves stderr alone"; fi
}
expect_metadata

capture env PATH=/nonexistent "$binary" version
expect "runs by itself where no docker is" 0 out '[0-9]+\.[0-9]+'
capture env PATH=/nonexistent "$binary" image nosuch:1
expect "says so when an engine would be needed and no docker is there" 2,3 err 'docker'

if command -v docker >/dev/null; then
  socket=$work/stuck.sock
  python3 "$here/lib/stuck-engine.py" "$socket" >"$work/stuck.log" &
  stuck=$!
  at_end+=("kill $stuck 2>/dev/null")
  for _ in $(seq 50); do
    if [[ -S $socket ]]; then break; fi
    sleep 0.1
  done
  if [[ $(docker --version | sed -n 's/^Docker version \([0-9]*\).*/\1/p') -ge 25 ]]; then
    expect_cancellation "through docker" TERM 143,130 docker -H "unix://$socket" secaudit image busybox:1
    expect_cancellation "through docker" INT 130,143 docker -H "unix://$socket" secaudit image busybox:1
  fi
  expect_cancellation "by itself" TERM 143 "$binary" -H "unix://$socket" image busybox:1
  expect_cancellation "by itself" INT 130 "$binary" -H "unix://$socket" image busybox:1
  cp -r "$top/examples/finance-tracker-before" "$work/project"
  expect_cancellation "compose by itself" TERM 143 "$binary" -H "unix://$socket" compose --project-directory "$work/project" --reports "$work/reports"
else
  skip "cancellation: no docker command line at hand"
fi
finish
