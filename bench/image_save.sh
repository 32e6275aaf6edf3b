#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Wall time of an audit of a live image over `docker save IMAGE >/dev/null`, in paired rounds, and CPU seconds and peak
# memory of our own process on the same bytes from a file.
#
#   bench/image_save.sh [--plugin FILE] [--rounds N] [IMAGE]
#
# Without IMAGE a Debian root is made by debootstrap (or taken from SECAUDIT_BENCH_ROOT) and imported. DOCKER_HOST names
# the engine as usual.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
rounds=7
image=
while (($# > 0)); do
  case $1 in
    --plugin) plugin=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    -*) echo "usage: image_save.sh [--plugin FILE] [--rounds N] [IMAGE]" >&2; exit 125 ;;
    *) image=$1; shift ;;
  esac
done

need() { command -v "$1" >/dev/null || { echo "image_save: needs $1 ($2)" >&2; exit 2; }; }
need docker "an engine that answers"
need /usr/bin/time "package time"
need openssl "package openssl"
[[ -x $plugin ]] || { echo "image_save: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }
docker version >/dev/null 2>&1 || { echo "image_save: no engine answers" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z $image ]]; then
  image=secaudit-bench:root
  root=${SECAUDIT_BENCH_ROOT:-}
  if [[ -z $root ]]; then
    need debootstrap "package debootstrap"
    root=$work/root
    debootstrap --variant=minbase --include=python3,nginx-light bookworm "$root" >"$work/debootstrap.log"
  fi
  tar -C "$root" -c . | docker import - "$image" >/dev/null
fi

# measure NAME COMMAND...: appends "wall cpu rss" to the file of that name. Findings are no failure.
measure() {
  local name=$1 status=0
  shift
  /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null 2>"$work/errors" || status=$?
  ((status <= 2)) || { cat "$work/errors" >&2; exit "$status"; }
  awk '{ printf "%s %.2f %s\n", $1, $2 + $3, $4 }' "$work/time" >>"$work/$name"
}

# median NAME COLUMN
median() {
  sort -n -k"$2,$2" "$work/$1" | awk -v column="$2" '{ v[NR] = $column } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

docker save "$image" -o "$work/image.tar"
megabytes=$(($(stat -c %s "$work/image.tar") / 1000000))
echo "image $image: $megabytes MB; $rounds paired rounds; median (all rounds)"

for ((round = 0; round < rounds; ++round)); do
  # The order alternates, so that what warms up helps both.
  if ((round % 2 == 0)); then
    measure save docker save "$image"
    measure live "$plugin" image --no-reports --no-cache-results "$image"
  else
    measure live "$plugin" image --no-reports --no-cache-results "$image"
    measure save docker save "$image"
  fi
  measure file "$plugin" image --no-reports --no-cache-results "$work/image.tar"
  measure sha openssl dgst -sha256 "$work/image.tar"
  if command -v bsdtar >/dev/null; then
    # shellcheck disable=SC2016 # for the inner shell
    measure list sh -c 'cat "$1" | bsdtar -tf -' sh "$work/image.tar"
  fi
done

paste -d' ' "$work/save" "$work/live" | awk '{ printf "%.3f\n", $4 / $1 }' >"$work/ratio"
printf 'wall of the audit over docker save: %s (%s)\n' "$(median ratio 1)" "$(paste -sd' ' "$work/ratio")"
printf 'docker save >/dev/null             %s s\n' "$(median save 1)"
printf 'audit of the live image            %s s\n' "$(median live 1)"
printf 'audit of the file: wall            %s s\n' "$(median file 1)"
printf 'audit of the file: CPU             %s s, peak memory %s KiB\n' "$(median file 2)" "$(median file 3)"
printf 'openssl dgst -sha256 of the file   %s CPU s\n' "$(median sha 2)"
if [[ -s $work/list ]]; then
  printf 'bsdtar -tf of the file             %s CPU s\n' "$(median list 2)"
fi
awk -v a="$(median file 2)" -v b="$(median sha 2)" -v mb="$megabytes" \
  'BEGIN { printf "CPU of the audit over openssl: %.2f; %.0f MB per CPU second\n", a / b, mb / a }'
