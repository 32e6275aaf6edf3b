#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the libFuzzer targets (clang) and runs each for a while on its kept inputs.
#
# Usage: scripts/fuzz.sh [SECONDS [TARGET...]]
#   SECONDS  for each target, default 60
#   TARGET   compose, dockerfile, image, secrets, …; default all
# What makes a target fail is left in build/fuzz-found/TARGET; add it to tests/fuzz/inputs/TARGET with the mending change.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
seconds=${1:-60}
shift || true
[[ $seconds =~ ^[0-9]+$ ]] || { sed -n '3,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 125; }
command -v clang++ >/dev/null || { echo "fuzz: skipped, there is no clang++" >&2; exit 0; }

cd "$top"
targets=("$@")
if ((${#targets[@]} == 0)); then
  for source in tests/fuzz/*_fuzz.cpp; do
    name=${source##*/}
    targets+=("${name%_fuzz.cpp}")
  done
fi
cmake --preset fuzz -DCMAKE_CXX_COMPILER=clang++ >/dev/null
folder=$(cmake --preset fuzz -N 2>/dev/null | sed -n 's/.*binaryDir="\(.*\)"/\1/p')
folder=${folder:-build/fuzz}
status=0
for target in "${targets[@]}"; do
  ninja -C "$folder" "${target}_fuzz"
  work=$top/build/fuzz-found/$target
  mkdir -p "$work/corpus"
  program=$(find "$folder" -type f -name "${target}_fuzz" -perm -u+x | head -n 1)
  if ! "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$work/" "$work/corpus" "tests/fuzz/inputs/$target"; then
    echo "fuzz: $target failed; its input is in $work" >&2
    status=1
  fi
done
exit "$status"
