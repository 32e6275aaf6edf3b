#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPU seconds and peak memory per entry: an image of one layer with COUNT empty files, from a file.
#
#   bench/many_entries.sh [--plugin FILE] [COUNT]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
if [[ ${1:-} == --plugin ]]; then
  plugin=$2
  shift 2
fi
count=${1:-1000000}
for program in python3 /usr/bin/time; do
  command -v "$program" >/dev/null || { echo "many_entries: needs $program" >&2; exit 2; }
done
[[ -x $plugin ]] || { echo "many_entries: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$count" "$work/image.tar" <<'PY'
import hashlib, io, json, sys, tarfile

count, target = int(sys.argv[1]), sys.argv[2]
layer = target + ".layer"
with tarfile.open(layer, "w") as tar:
    for i in range(count):
        tar.addfile(tarfile.TarInfo(f"usr/share/package-{i // 1000:04}/file-{i:08}.txt"))
digest = hashlib.sha256()
with open(layer, "rb") as data:
    while block := data.read(1 << 20):
        digest.update(block)
config = json.dumps({"architecture": "amd64", "os": "linux", "config": {},
                     "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest.hexdigest()]}}).encode()
manifest = json.dumps([{"Config": "config.json", "RepoTags": ["many:1"], "Layers": ["layer.tar"]}]).encode()
with tarfile.open(target, "w") as tar:
    tar.add(layer, "layer.tar")
    for name, text in (("config.json", config), ("manifest.json", manifest)):
        info = tarfile.TarInfo(name)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
PY
rm "$work/image.tar.layer"
status=0
/usr/bin/time -q -o "$work/time" -f '%U %S %M' "$plugin" image --no-reports --no-cache-results "$work/image.tar" >/dev/null 2>"$work/errors" || status=$?
((status <= 2)) || { cat "$work/errors" >&2; exit "$status"; }
awk -v count="$count" '{ printf "%d entries: %.2f us of CPU and %.0f bytes an entry; peak memory %d KiB\n", count, ($1 + $2) * 1e6 / count, $3 * 1024 / count, $3 }' "$work/time"
