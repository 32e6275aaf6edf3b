#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One image archive, all that can be measured without an engine: CPU over the least that reading takes (R, a walk through
# the archive by libarchive), megabytes a second, peak memory, start, compressed layers, kept results, temporary files,
# the time to stop, equal reports.
#
#   bench/image_file.sh [--build DIR] [--rounds N] ARCHIVE.tar
#
# DIR is a release build with the targets docker-secaudit and secaudit_bench_walk (default build/release).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$here/../build/release
rounds=3
archive=
while (($# > 0)); do
  case $1 in
    --build) build=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    -*) echo "usage: image_file.sh [--build DIR] [--rounds N] ARCHIVE.tar" >&2; exit 125 ;;
    *) archive=$1; shift ;;
  esac
done
plugin=$build/plugin/docker-secaudit
walk=$build/bench/secaudit_bench_walk
[[ -s $archive ]] || { echo "image_file: name an archive of docker save" >&2; exit 125; }
for program in "$plugin" "$walk" /usr/bin/time; do
  [[ -x $program ]] || { echo "image_file: no program at $program; see the head of this script" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache

# measure NAME COMMAND...: appends "wall cpu KiB"; its output is in $work/out. Findings are no failure.
measure() {
  local name=$1 status=0
  shift
  /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>"$work/errors" || status=$?
  ((status <= 2)) || { tail -n 3 "$work/errors" >&2; exit "$status"; }
  awk '{ printf "%s %.2f %s\n", $1, $2 + $3, $4 }' "$work/time" >>"$work/$name"
}
# median NAME COLUMN
median() { sort -n -k"$2,$2" "$work/$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'; }
least() { sort -n -k"$2,$2" "$work/$1" | awk -v c="$2" 'NR == 1 { print $c }'; }
audit=("$plugin" image --no-reports --no-cache-results)

for ((round = 0; round < rounds; ++round)); do
  measure walk "$walk" "$archive"
  cp "$work/out" "$work/facts"
  measure inventory "$plugin" sbom "$archive"
  measure everything "${audit[@]}" "$archive"
done
read -r bytes entries database <"$work/facts"
awk -v b="$bytes" -v e="$entries" -v r="$(median walk 2)" -v i="$(median inventory 2)" -v a="$(median everything 2)" \
  -v w="$(least everything 1)" -v m="$(median everything 3)" -v d="$database" 'BEGIN {
  printf "archive: %.0f MB, %d entries; R = %.2f CPU s\n", b / 1e6, e, r
  printf "P2  own CPU: inventory %.2f s = %.1f R; everything %.2f s = %.1f R, %.0f MB a CPU second\n", i, i / r, a, a / r, b / 1e6 / a
  printf "P3  everything from the file, best wall: %.2f s = %.0f MB/s\n", w, b / 1e6 / w
  printf "P4  peak memory %.1f MB; bound 64 MB + 250 B an entry + database = %.1f MB\n", m * 1024 / 1e6, 64 + (250 * e + d) / 1e6
}'

for ((i = 0; i < 20; ++i)); do
  measure metadata "$plugin" docker-cli-plugin-metadata
  measure version "$plugin" --version
done
echo "P6  start, median of 20: docker-cli-plugin-metadata $(median metadata 1) s, --version $(median version 1) s wall"

# The same image with compressed layers, against what decompressing alone takes.
for how in gzip zstd; do
  command -v "$how" >/dev/null || { echo "P7  $how: not here"; continue; }
  python3 "$here/compress_layers.py" "$how" "$archive" "$work/compressed.tar" "$work/layers"
  measure "$how-alone" sh -c "$how -dc '$work/layers' >/dev/null"
  measure "$how" "${audit[@]}" "$work/compressed.tar"
  awk -v h="$how" -v a="$(median "$how" 2)" -v z="$(median "$how-alone" 2)" -v p="$(median everything 2)" \
    'BEGIN { printf "P7  %s layers: %.2f CPU s = %.2f of (%s -dc %.2f s + everything %.2f s)\n", h, a, a / (z + p), h, z, p }'
  rm -f "$work/compressed.tar" "$work/layers"
done

# Kept results: nothing changed, and one small layer more.
kept=("$plugin" image --no-reports)
python3 "$here/add_layer.py" "$archive" "$work/same.tar" 0
python3 "$here/add_layer.py" "$archive" "$work/changed.tar" 1
measure first "${kept[@]}" "$work/same.tar"
measure again "${kept[@]}" "$work/same.tar"
measure changed "${kept[@]}" "$work/changed.tar"
measure changed-anew "${audit[@]}" "$work/changed.tar"
measure sha openssl dgst -sha256 "$work/changed.tar"
awk -v f="$(median first 2)" -v a="$(median again 2)" -v c="$(median changed 2)" -v n="$(median changed-anew 2)" -v s="$(median sha 2)" 'BEGIN {
  printf "kept results: first %.2f CPU s, the same file again %.2f, with one layer more %.2f (without kept results %.2f); SHA-256 of the file alone %.2f\n", f, a, c, n, s }'
rm -f "$work/same.tar" "$work/changed.tar"

if command -v strace >/dev/null; then
  TMPDIR=/nonexistent strace -f -qq -e trace=openat,open,creat,memfd_create,mkdir,mkdirat -o "$work/trace" \
    "${audit[@]}" - <"$archive" >/dev/null 2>&1 || true
  echo "P5  files made while reading from a pipe: $(grep -cE 'O_CREAT|O_TMPFILE|memfd_create|creat\(|mkdir' "$work/trace" || true)"
else
  echo "P5  strace is not here"
fi

# Stopped while the archive still comes: half of it, and then nothing more.
mkfifo "$work/pipe"
(head -c $((bytes / 2)); sleep 30) <"$archive" >"$work/pipe" &
feeder=$!
"${audit[@]}" - <"$work/pipe" >/dev/null 2>&1 &
audited=$!
sleep 1
begin=$(date +%s%N)
kill -TERM "$audited"
status=0
wait "$audited" || status=$?
echo "P11 SIGTERM to the end: $((($(date +%s%N) - begin) / 1000000)) ms, exit code $status"
pkill -P "$feeder" 2>/dev/null || true
kill "$feeder" 2>/dev/null || true

for name in one two; do
  "${audit[@]}" --as-of 2026-01-01 --format json "$archive" >"$work/$name" 2>/dev/null || true
  "$plugin" sbom "$archive" >"$work/$name.sbom" 2>/dev/null
done
cmp "$work/one" "$work/two" && cmp "$work/one.sbom" "$work/two.sbom" && echo "P12 reports and bill of materials are byte-identical"
