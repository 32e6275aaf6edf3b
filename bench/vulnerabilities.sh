#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The advisory database: CPU seconds, peak memory and size of an import, and milliseconds for 1,000 look-ups with cold
# and warm page cache; the same for the data multiplied.
#
#   bench/vulnerabilities.sh [--build DIR] [--times N] [SHARED]
#
# DIR is a release build with the target secaudit_bench_match; SHARED has data/osv and corpora/osv-match.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$here/../build/release
times=20
while [[ ${1:-} == --* ]]; do
  case $1 in
    --build) build=$2 ;;
    --times) times=$2 ;;
    *) echo "vulnerabilities: unknown flag $1" >&2; exit 125 ;;
  esac
  shift 2
done
shared=${1:-$here/../../shared}
for file in "$build/plugin/docker-secaudit" "$build/bench/secaudit_bench_match" "$shared/data/osv" /usr/bin/time; do
  [[ -e $file ]] || { echo "vulnerabilities: needs $file" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 1,000 real names and versions, of all ecosystems in turn.
python3 - "$shared/corpora/osv-match" "$work/list" <<'PY'
import json, pathlib, sys
rows = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.jsonl")):
    if file.stem == "osv-api-recorded":
        continue
    rows.append([json.loads(line) for line in open(file)])
picked = []
while len(picked) < 1000:
    for group in rows:
        if group and len(picked) < 1000:
            picked.append(group.pop())
with open(sys.argv[2], "w") as out:
    for row in picked:
        out.write(f"{row['ecosystem']}\t{row['name']}\t{row['version']}\n")
PY

measure() {
  local label=$1 data=$2 db=$work/$1.db
  /usr/bin/time -q -o "$work/time" -f '%U %S %M' "$build/plugin/docker-secaudit" db import "$data" --db "$db" \
    --as-of 2026-11-25 --progress none >"$work/out" 2>/dev/null
  read -r user system memory <"$work/time"
  echo "$label: import $(echo "$user + $system" | bc) CPU s, peak $((memory / 1024)) MB, file $(($(stat -c %s "$db") / 1048576)) MB, $(cut -d: -f2- "$work/out")"
  if command -v python3 >/dev/null; then
    # Leaves the file out of the page cache without rights to drop all of it.
    python3 -c "import os,sys; f=os.open(sys.argv[1],os.O_RDONLY); os.fsync(f); os.posix_fadvise(f,0,0,os.POSIX_FADV_DONTNEED)" "$db"
  fi
  echo "$label cold:"; "$build/bench/secaudit_bench_match" "$db" "$work/list" | sed 's/^/  /' | head -2
  echo "$label warm:"; "$build/bench/secaudit_bench_match" "$db" "$work/list" | sed 's/^/  /'
}

measure once "$shared/data/osv"
if ((times > 1)); then
  # The same records under other ids and names: what the file grows to, and what a look-up then costs.
  python3 - "$shared/data/osv" "$work/many" "$times" <<'PY'
import io, json, pathlib, sys, zipfile
source, target, times = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
target.mkdir()
for file in sorted(source.glob("*.zip")):
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(target / file.name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name in archive.namelist():
            text = archive.read(name).decode()
            out.writestr(name, text)
            try:
                record = json.loads(text)
            except ValueError:
                continue
            for copy in range(1, times):
                twin = dict(record, id=f"{record.get('id')}-x{copy}", aliases=[])
                twin["affected"] = [dict(a, package=dict(a["package"], name=f"{a['package']['name']}-x{copy}"))
                                    for a in record.get("affected", []) if "package" in a]
                out.writestr(f"{name[:-5]}-x{copy}.json", json.dumps(twin))
PY
  measure "times-$times" "$work/many"
fi
