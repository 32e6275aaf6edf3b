#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The inventory of whole root file systems against what their own tools say inside them: dpkg-query, Python's metadata,
# npm ls, gem list, R's installed.packages. Needs root (chroot).
#
# Usage: tests/e2e/installed.sh [ROOT.tar]...   default: the roots that base-images.sh made
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

roots=("$@")
if [[ $# == 0 ]]; then
  for root in "${SECAUDIT_CACHE:-$top/build/cache}"/roots-*/{python,node,nginx}.tar; do
    [[ ! -s $root ]] || roots+=("$root")
  done
fi

in_root() {
  # shellcheck disable=SC2016 # for the inner shell
  unshare --mount --pid --fork --net -- sh -c 'root=$1; shift; mount -t proc proc "$root/proc"; exec chroot "$root" "$@"' \
    sh "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@" 2>"$work/err"
}

# found TYPE: name and version of the packages of one kind, as the bill of materials has them.
found() {
  python3 -c '
import json, sys, urllib.parse
for component in json.load(open(sys.argv[1]))["components"]:
    purl = component.get("purl", "")
    if purl.startswith("pkg:" + sys.argv[2] + "/"):
        name, _, version = purl.split("?")[0].split("/", 1)[1].rpartition("@")
        name = urllib.parse.unquote(name)
        print(name.split("/", 1)[1] if sys.argv[2] in ("deb",) else name, urllib.parse.unquote(version))' "$work/bom" "$1" | sort -u
}

# compare NAME all|more: the lists truth and found are equal, or found may hold more, where the tool looks into some
# folders only.
compare() {
  local missing=-3
  [[ $2 == all ]] || missing=-23
  comm "$missing" "$work/truth" "$work/found" >"$work/difference"
  if [[ ! -s $work/truth ]]; then
    not_ok "$1: the tool inside says something"
    note 5 <"$work/err"
  elif [[ ! -s $work/difference ]]; then
    ok "$1 ($(wc -l <"$work/truth") of $(wc -l <"$work/found") packages)"
  else
    not_ok "$1"
    note 12 <"$work/difference"
  fi
}
has() { in_root sh -c "command -v $1" >/dev/null; }

# The distributions of every folder that this Python loads from, and of the virtual environments of the image.
python_truth() {
  in_root python3 -c '
import glob, importlib.metadata as m, re, sys
folders = sys.path[1:] + glob.glob("/opt/*/lib/python3*/site-packages") + glob.glob("/usr/local/lib/python3*/site-packages")
for d in m.distributions(path=sorted(set(folders))):
    if d.metadata["Name"]:
        print(re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower(), d.version)' | sort -u
}

npm_truth() {
  # shellcheck disable=SC2016 # for the inner shell
  in_root sh -c 'for d in /usr/local/lib /app; do [ ! -d "$d/node_modules" ] || (cd "$d" && npm ls --all --json 2>/dev/null); done' | python3 -c '
import json, sys
text, at, decoder, seen = sys.stdin.read().strip(), 0, json.JSONDecoder(), set()
def walk(node):
    for name, child in node.get("dependencies", {}).items():
        if child.get("version"):
            seen.add((name, child["version"]))
        walk(child)
while at < len(text):
    tree, end = decoder.raw_decode(text, at)
    walk(tree)
    at = end + len(text[end:]) - len(text[end:].lstrip())
for name, version in sorted(seen):
    print(name, version)' | sort -u
}

gem_truth() {
  # "name (default: 1.2, 1.1)"
  in_root gem list --local | sed -nE 's/^([^ ]+) \((.*)\)$/\1 \2/p' | while read -r name versions; do
    for version in ${versions//default:/}; do echo "$name ${version%,}"; done
  done | sort -u
}

check_root() {
  local tar=$1 name
  name=$(basename "$tar" .tar)
  root=$work/root
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  tar -C "$root" -xf "$tar" && mkdir -p "$root/proc"
  python3 "$here/lib/image-of-layers.py" "$work/image.tar" "$tar"
  if ! "$binary" sbom "$work/image.tar" >"$work/bom" 2>"$work/err"; then
    not_ok "$name: the bill of materials is written"
    note 5 <"$work/err"
    return
  fi
  if has dpkg-query; then
    # shellcheck disable=SC2016 # for dpkg-query
    in_root dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' |
      awk '$1 != "config-files" && $1 != "not-installed" { print $2, $3 }' | sort -u >"$work/truth"
    found deb >"$work/found"
    compare "$name: dpkg-query" all
  fi
  if has python3; then
    python_truth >"$work/truth"
    found pypi >"$work/found"
    [[ ! -s $work/truth ]] || compare "$name: Python distributions" more
  fi
  if has npm; then
    npm_truth >"$work/truth"
    found npm >"$work/found"
    [[ ! -s $work/truth ]] || compare "$name: npm ls --all" more
  fi
  if has gem; then
    gem_truth >"$work/truth"
    found gem >"$work/found"
    compare "$name: gem list" more
  fi
  if has Rscript; then
    in_root Rscript -e 'p <- installed.packages(); cat(paste(p[,"Package"], p[,"Version"]), sep="\n")' | sort -u >"$work/truth"
    found cran >"$work/found"
    compare "$name: installed.packages()" more
  fi
}

if [[ ${#roots[@]} == 0 ]]; then
  skip "whole root file systems: base-images.sh made none"
elif ! unshare --mount --pid --fork --net true 2>/dev/null; then
  skip "whole root file systems: no new namespaces here"
else
  for root_tar in "${roots[@]}"; do check_root "$root_tar"; done
fi
finish
