#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Private Docker engines for the end-to-end tests: they live in their own network, mount and process namespaces, under
# one run folder, and vanish with it. Nothing is installed, nothing outside the run folder and the cache is written.
#
#   engine.sh fetch                 unpack both generations of engine, Compose and buildx into the cache
#   engine.sh start KIND DIR        KIND: classic (dockerd 20.10), overlay2 or containerd (dockerd of the next Debian);
#                                   overlay2@sid and containerd@sid: that of another suite
#   engine.sh env DIR               print the shell lines that point a docker CLI at the engine in DIR
#   engine.sh stop DIR              end it, unmount, remove DIR; fine when it is not running
#   engine.sh check                 say in one line why no engine can run here, exit 1; exit 0 when one can
#
# SECAUDIT_CACHE names the cache (default build/cache in the repository), SECAUDIT_ENGINE_SUITE the Debian suite of the
# newer engine (default trixie; sid has a newer one still, but moves).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${SECAUDIT_CACHE:-$(cd "$here/../.." && pwd)/build/cache}
newer=${SECAUDIT_ENGINE_SUITE:-trixie}

die() {
  echo "engine: $*" >&2
  exit 1
}

# The package sources of another suite, derived from the machine's own first source, so that no host name is written here.
suite_sources() {
  local suite=$1 target=$2 uri key
  if [[ -r /etc/apt/sources.list.d/debian.sources ]]; then
    sed -n '1,/^$/p' /etc/apt/sources.list.d/debian.sources | sed "s/^Suites:.*/Suites: $suite/; s/^Components:.*/Components: main/" >"$target"
    return
  fi
  [[ -r /etc/apt/sources.list ]] || return 1
  uri=$(sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\)  *[a-z].*/\2/p' /etc/apt/sources.list | head -n 1)
  key=/usr/share/keyrings/debian-archive-keyring.gpg
  [[ -n $uri && -r $key ]] || return 1
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$uri" "$suite" "$key" >"$target"
}

# unpack SUITE PACKAGE...: the packages of that suite, unpacked (not installed) into the cache.
unpack() {
  local suite=$1 folder=$cache/engine/$1 work options
  shift
  [[ -e $folder/complete ]] && return 0
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now, not of the time of the trap
  trap "rm -rf '$work'" RETURN
  mkdir -p "$work/sources" "$work/lists/partial" "$work/cache/archives/partial" "$work/deb" "$work/root"
  suite_sources "$suite" "$work/sources/$suite.sources" || die "no Debian package source on this machine"
  options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/sources" -o "Dir::State::Lists=$work/lists"
    -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=3)
  apt-get "${options[@]}" -qq update
  (cd "$work/deb" && apt-get "${options[@]}" -qq download "$@")
  local package
  for package in "$work"/deb/*.deb; do
    dpkg-deb -x "$package" "$work/root"
  done
  # What update-alternatives would have linked.
  if [[ -x $work/root/usr/sbin/xtables-nft-multi ]]; then
    ln -s xtables-nft-multi "$work/root/usr/sbin/iptables"
    ln -s xtables-nft-multi "$work/root/usr/sbin/ip6tables"
  fi
  touch "$work/root/complete"
  mkdir -p "$(dirname "$folder")"
  rm -rf "$folder"
  mv "$work/root" "$folder"
}

fetch() {
  unpack bookworm docker.io containerd runc tini libdevmapper1.02.1 libseccomp2 iptables libip4tc2 libip6tc2 libxtables12 \
    libmnl0 libnftnl11 libnfnetlink0 libnetfilter-conntrack3
  unpack "$newer" docker.io docker-cli docker-compose docker-buildx
}

check() {
  [[ $(id -u) == 0 ]] || die "needs root (network namespaces and mounts)"
  [[ $(uname -s) == Linux ]] || die "needs Linux"
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then die "needs Debian's apt-get and dpkg-deb"; fi
  [[ -r /usr/share/keyrings/debian-archive-keyring.gpg ]] || die "needs the keyring of Debian (debian-archive-keyring)"
  unshare --net --mount --pid --fork --mount-proc true 2>/dev/null || die "the kernel refuses new namespaces here"
}

daemon_program() {
  local kind=$1
  case $kind in
    classic) echo "$cache/engine/bookworm/usr/sbin/dockerd" ;;
    *) echo "$cache/engine/$newer/usr/sbin/dockerd" ;;
  esac
}

start() {
  local kind=$1 folder=$2 old=$cache/engine/bookworm features='{}' libraries
  if [[ $kind == *@* ]]; then
    newer=${kind#*@}
    kind=${kind%@*}
  fi
  case $kind in
    classic | overlay2) ;;
    containerd) features='{"features":{"containerd-snapshotter":true}}' ;;
    *) die "unknown kind of engine '$kind': expected classic, overlay2 or containerd" ;;
  esac
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  running "$folder" && return 0
  fetch
  mkdir -p "$folder/config/cli-plugins"
  echo "$features" >"$folder/daemon.json"
  echo "$newer" >"$folder/suite"
  ln -sf "$cache/engine/$newer/usr/libexec/docker/cli-plugins/docker-compose" \
    "$cache/engine/$newer/usr/libexec/docker/cli-plugins/docker-buildx" "$folder/config/cli-plugins/"
  libraries=$old/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
  # Its own process namespace: when the daemon goes, so do containerd, the shims and every container.
  PATH=$old/usr/bin:$old/usr/sbin:$old/sbin:$PATH LD_LIBRARY_PATH=$libraries XTABLES_LIBDIR=$libraries/xtables \
    setsid unshare --net --mount --pid --fork --mount-proc --kill-child -- \
    sh -c 'ip link set lo up 2>/dev/null || true; exec "$@"' sh "$(daemon_program "$kind")" \
    --config-file "$folder/daemon.json" --data-root "$folder/data" --exec-root "$folder/exec" \
    --host "unix://$folder/docker.sock" --pidfile "$folder/inner.pid" >"$folder/log" 2>&1 </dev/null &
  echo $! >"$folder/pid"
  local tries=0
  until answers "$folder"; do
    running "$folder" || die "dockerd ended while starting: $(tail -n 3 "$folder/log")"
    tries=$((tries + 1))
    [[ $tries -lt 300 ]] || die "dockerd did not answer within 30 s; its log: $folder/log"
    sleep 0.1
  done
}

client() {
  if command -v docker >/dev/null; then echo docker; else echo "$cache/engine/$newer/usr/bin/docker"; fi
}

answers() {
  DOCKER_HOST=unix://$1/docker.sock DOCKER_CONFIG=$1/config "$(client)" version --format '{{.Server.Version}}' >/dev/null 2>&1
}

running() {
  [[ -r $1/pid ]] && kill -0 "$(cat "$1/pid")" 2>/dev/null
}

print_env() {
  local folder
  folder=$(cd "$1" && pwd)
  echo "export DOCKER_HOST='unix://$folder/docker.sock'"
  echo "export DOCKER_CONFIG='$folder/config'"
  command -v docker >/dev/null || echo "export PATH='$cache/engine/$(cat "$folder/suite")/usr/bin':\"\$PATH\""
  echo "unset DOCKER_CONTEXT DOCKER_BUILDKIT BUILDX_BUILDER COMPOSE_FILE COMPOSE_PROJECT_NAME"
}

stop() {
  local folder=$1 pid daemon tries=0
  [[ -d $folder ]] || return 0
  folder=$(cd "$folder" && pwd)
  if running "$folder"; then
    pid=$(cat "$folder/pid")
    daemon=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
    # shellcheck disable=SC2086 # a list of process ids
    kill ${daemon:-$pid} 2>/dev/null || true
    while running "$folder" && [[ $tries -lt 150 ]]; do
      tries=$((tries + 1))
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$folder"
}

case ${1:-} in
  fetch) fetch ;;
  check) check ;;
  start) [[ $# == 3 ]] || die "usage: engine.sh start KIND DIR"; start "$2" "$3" ;;
  env) [[ $# == 2 ]] || die "usage: engine.sh env DIR"; print_env "$2" ;;
  stop) [[ $# == 2 ]] || die "usage: engine.sh stop DIR"; stop "$2" ;;
  *) sed -n '3,16s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 125 ;;
esac
