#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPU seconds and peak memory of our search for secrets over a tree, and of every other scanner that is installed on the
# same tree in the same run; the last column is the ratio of CPU to ours.
#
#   bench/secrets.sh [--plugin FILE] [--rounds N] FOLDER
#
# Others are looked for in PATH: gitleaks, trufflehog, secretlint, trivy. What is not there is said and left out. The
# folder is copied without .git, so that all read the same bytes.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
rounds=3
folder=
while (($# > 0)); do
  case $1 in
    --plugin) plugin=$(realpath "$2"); shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    -*) echo "usage: secrets.sh [--plugin FILE] [--rounds N] FOLDER" >&2; exit 125 ;;
    *) folder=$1; shift ;;
  esac
done
[[ -d $folder ]] || { echo "secrets: no folder '$folder'" >&2; exit 125; }
[[ -x $plugin ]] || { echo "secrets: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }
[[ -x /usr/bin/time ]] || { echo "secrets: needs /usr/bin/time (package time)" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -a "$folder" "$work/tree"
rm -rf "$work/tree/.git"
bytes=$(find "$work/tree" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')
files=$(find "$work/tree" -type f | wc -l)
printf '%s files, %.1f MB, the least of %s rounds\n' "$files" "$(awk "BEGIN { print $bytes / 1e6 }")" "$rounds"

# Prints "CPU-seconds peak-KB"; an exit code that tells of findings is no failure.
measure() {
  local best=
  for ((i = 0; i < rounds; ++i)); do
    /usr/bin/time -o "$work/time" -f '%U %S %M' "$@" >"$work/out" 2>"$work/err" || true
    best=$(tail -1 "$work/time" | awk -v best="$best" '{ s = $1 + $2; if (best == "" || s < best + 0) print s, $3; else print best }')
  done
  echo "$best"
}

ours=
row() {
  local name=$1; shift
  local cpu memory
  read -r cpu memory < <(measure "$@")
  ours=${ours:-$cpu}
  awk -v n="$name" -v c="$cpu" -v m="$memory" -v o="$ours" -v b="$bytes" \
    'BEGIN { printf "%-34s %8.2f s CPU %8.1f MB/s %7.0f MB %9.1f x\n", n, c, b / 1e6 / (c > 0 ? c : 0.01), m / 1024, c / (o > 0 ? o : 0.01) }'
}

cd "$work/tree"
row "docker-secaudit secrets" "$plugin" secrets . --no-reports --progress none
if command -v gitleaks >/dev/null; then
  row "gitleaks" gitleaks dir "$work/tree" -r "$work/gl.json" -f json --no-banner -l error --exit-code 0
else
  echo "gitleaks: not installed"
fi
if command -v trufflehog >/dev/null; then
  row "trufflehog" trufflehog filesystem "$work/tree" --no-verification --no-update --concurrency=1 -j
else
  echo "trufflehog: not installed"
fi
if command -v secretlint >/dev/null; then
  echo '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}' >"$work/secretlintrc.json"
  row "secretlint" secretlint --secretlintrc "$work/secretlintrc.json" --format json --output "$work/sl.json" "$work/tree/**/*"
  # It writes its report even where nothing is found; without one it did not run.
  [[ -s $work/sl.json ]] || echo "secretlint: no report: the line above is none (is its preset beside it?)"
else
  echo "secretlint: not installed"
fi
if command -v trivy >/dev/null; then
  row "trivy fs --scanners secret" trivy fs --scanners secret --offline-scan --skip-db-update -f json -o "$work/tv.json" "$work/tree"
else
  echo "trivy: not installed"
fi
