#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds docker-secaudit and installs it as a plugin of the docker command line. See `install.sh --help`.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/install.sh [OPTION]...

Installs what the build needs, builds docker-secaudit, and puts it where the docker command finds its plugins:
${DOCKER_CONFIG:-~/.docker}/cli-plugins.

  --demo          afterwards audit examples/finance-tracker-before, with the engine if one answers
  --system        install for every user, into /usr/local/lib/docker/cli-plugins
  --prefix DIR    install into DIR/lib/docker/cli-plugins
  --from PATH     install this binary, or the one in this build folder, instead of building
  --no-deps       install no packages
  --uninstall     remove the plugin from the place the other options name
  --dry-run       print what would be done
  --help          this text

Exit codes: 0 done, 1 failed, 125 wrong usage.
TEXT
}

say() { printf '%s\n' "install: $*"; }

die() {
  printf '%s\n' "install: $*" >&2
  exit 1
}

wrong() {
  printf '%s\n' "install: $*; see --help" >&2
  exit 125
}

run() {
  if [ "$dry_run" = yes ]; then
    printf '%s\n' "would run: $*"
  else
    "$@"
  fi
}

read_options() {
  demo=no system_wide=no prefix='' from='' deps=yes uninstall=no dry_run=no
  while [ $# -gt 0 ]; do
    case $1 in
      --demo) demo=yes ;;
      --system) system_wide=yes ;;
      --prefix | --from)
        if [ $# -lt 2 ] || [ -z "$2" ]; then wrong "$1 needs a value"; fi
        if [ "$1" = --prefix ]; then prefix=$2; else from=$2; fi
        shift
        ;;
      --prefix=?*) prefix=${1#*=} ;;
      --from=?*) from=${1#*=} ;;
      --no-deps) deps=no ;;
      --uninstall) uninstall=yes ;;
      --dry-run) dry_run=yes ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) wrong "unknown option '$1'" ;;
    esac
    shift
  done
  [ "$system_wide" = no ] || [ -z "$prefix" ] || wrong "--system and --prefix exclude each other"
}

choose_target() {
  if [ "$system_wide" = yes ]; then prefix=/usr/local; fi
  if [ -n "$prefix" ]; then
    target=$prefix/lib/docker/cli-plugins
  elif [ -n "${DOCKER_CONFIG:-}" ]; then
    target=$DOCKER_CONFIG/cli-plugins
  else
    # Under sudo the home folder may be root's, and the plugin would land where nobody looks for it.
    [ "$(id -u)" != 0 ] || [ -z "${SUDO_USER:-}" ] || [ "$SUDO_USER" = root ] ||
      wrong "run without sudo to install for $SUDO_USER, or use --system to install for everybody"
    [ -n "${HOME:-}" ] || die "neither HOME nor DOCKER_CONFIG is set; use --prefix"
    target=$HOME/.docker/cli-plugins
  fi
  plugin=$target/docker-secaudit
}

build() {
  [ "$deps" = no ] || dependencies_for_build
  say "building (preset release)"
  run cmake --preset release -S "$top"
  run cmake --build "$top/build/release" --target docker-secaudit
  binary=$top/build/release/plugin/docker-secaudit
}

find_binary() {
  if [ -f "$from" ]; then
    binary=$from
  else
    for binary in "$from/docker-secaudit" "$from/plugin/docker-secaudit" "$from/bin/docker-secaudit"; do
      if [ -f "$binary" ]; then return; fi
    done
    die "no docker-secaudit in '$from'"
  fi
}

# The answer every docker command asks for before it uses a plugin.
is_plugin() {
  answer=$("$1" docker-cli-plugin-metadata 2>/dev/null </dev/null) || return 1
  case $answer in
    *'"SchemaVersion"'*'"0.1.0"'*) return 0 ;;
    *) return 1 ;;
  esac
}

# Writes beside the target and renames, so that no moment has half a plugin and a running one keeps its file.
put() {
  if [ "$dry_run" = yes ]; then
    say "would install $binary as $plugin"
    return
  fi
  if ! mkdir -p "$target" 2>/dev/null || [ ! -w "$target" ]; then
    die "cannot write to $target: run as a user who may, or name another place with --prefix"
  fi
  [ ! -d "$plugin" ] || die "$plugin is a directory"
  fresh=$(mktemp "$target/.secaudit.XXXXXX")
  trap 'rm -f "$fresh"' EXIT
  trap 'exit 1' HUP INT TERM
  cp "$binary" "$fresh"
  chmod 755 "$fresh"
  if [ "$(uname -s)" = Darwin ]; then xattr -d com.apple.quarantine "$fresh" 2>/dev/null || true; fi
  is_plugin "$fresh" || die "$binary does not answer like a docker plugin on this machine; nothing was changed"
  mv -f "$fresh" "$plugin"
  trap - EXIT
  say "installed $plugin"
}

# Which file the docker command would start; without asking any engine.
found_by_docker() {
  DOCKER_HOST=unix:///nonexistent.sock docker info \
    --format '{{range .ClientInfo.Plugins}}{{.Name}} {{.Path}}{{"\n"}}{{end}}' 2>/dev/null | sed -n 's/^secaudit //p'
}

verify() {
  if ! command -v docker >/dev/null 2>&1; then
    say "no docker command here; the plugin runs by itself too: $plugin --help"
    return
  fi
  used=$(found_by_docker)
  case $used in
    "$plugin") say "ready: docker secaudit --help" ;;
    '') say "docker does not look in $target; the plugin runs by itself: $plugin --help" ;;
    *) say "docker uses $used, which comes before $plugin; remove the one you do not want" ;;
  esac
}

remove() {
  if [ ! -e "$plugin" ] && [ ! -L "$plugin" ]; then
    say "nothing to remove: $plugin does not exist"
  elif [ "$dry_run" = yes ]; then
    say "would remove $plugin"
  else
    rm -f "$plugin" || die "cannot remove $plugin"
    say "removed $plugin"
  fi
}

# demo_run ARGUMENT...: the plugin through docker where docker finds it; findings (1) and gaps (2) are what a demo shows.
demo_run() {
  code=0
  if [ -n "$through_docker" ]; then
    say "\$ docker secaudit $*"
    docker secaudit "$@" || code=$?
  else
    say "\$ $plugin $*"
    "$plugin" "$@" || code=$?
  fi
  [ "$code" -le 2 ] || die "the audit ended with exit code $code"
}

demonstrate() {
  example=$top/examples/finance-tracker-before
  reports=$top/security-reports
  through_docker=
  if command -v docker >/dev/null 2>&1 && [ "$(found_by_docker)" = "$plugin" ]; then through_docker=yes; fi
  if command -v docker >/dev/null 2>&1 && docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
    say "demo: an engine answers, so the images of the example are built, saved and audited"
    demo_run compose --project-directory "$example" --reports "$reports"
  else
    say "demo: no engine answers, so the files of the example are audited, and an image archive that lies beside it"
    demo_run compose --project-directory "$example" --no-images --reports "$reports"
    demo_run image "$top/examples/images/finance-tracker-before-backend.tar" --reports "$reports/backend-image"
  fi
}

main() {
  read_options "$@"
  top=$(cd "$(dirname "$0")/.." && pwd)
  # shellcheck source=scripts/lib/dependencies.sh
  . "$top/scripts/lib/dependencies.sh"
  choose_target
  if [ "$uninstall" = yes ]; then
    remove
    return
  fi
  if [ -n "$from" ]; then find_binary; else build; fi
  put
  if [ "$dry_run" = yes ]; then return; fi
  verify
  if [ "$demo" = yes ]; then demonstrate; fi
}

main "$@"
