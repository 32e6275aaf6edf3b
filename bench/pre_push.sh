#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPU and wall time of `docker secaudit hook run` on a made repository of 10,000 files, for a push of 50 commits: the first
# time, again with remembered blobs, with a compose project, and with nothing to push. CPU counts git's own processes, too.
#
#   bench/pre_push.sh [--plugin FILE] [--files N] [--commits N] [--rounds N]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
files=10000 commits=50 rounds=5
while (($# > 0)); do
  case $1 in
    --plugin) plugin=$2; shift 2 ;;
    --files) files=$2; shift 2 ;;
    --commits) commits=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    *) echo "usage: pre_push.sh [--plugin FILE] [--files N] [--commits N] [--rounds N]" >&2; exit 125 ;;
  esac
done
[[ -x $plugin ]] || { echo "pre_push: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }
for program in git python3; do
  command -v "$program" >/dev/null || { echo "pre_push: needs $program" >&2; exit 2; }
done
plugin=$(cd "$(dirname "$plugin")" && pwd)/$(basename "$plugin")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
git init -q --bare "$work/remote.git"
git init -q -b main "$work/tree"
cd "$work/tree"
git remote add origin "$work/remote.git"
# Its own maintenance in the background would be counted, and be in the way of the one below.
git config gc.auto 0
git config maintenance.auto false
python3 - "$files" <<'EOF'
import os, sys
for number in range(int(sys.argv[1])):
    folder = f"src/part{number % 100:02d}"
    os.makedirs(folder, exist_ok=True)
    ending = ("py", "js", "md", "yaml", "txt")[number % 5]
    with open(f"{folder}/file{number:05d}.{ending}", "w") as file:
        for line in range(40):
            file.write(f"value_{number}_{line} = compute({line}, 'text {number * line}')  # explains line {line}\n")
EOF
git add . && git commit -qm 'Begin' && git push -q origin main && git gc -q
for number in $(seq "$commits"); do
  for file in src/part0[0-4]/file0000$((number % 5)).*; do echo "change $number" >>"$file"; done
  git commit -qam "Change $number"
done

measure() {
  local name=$1
  shift
  python3 - "$name" "$plugin" "$rounds" "$@" <<'EOF'
import os, resource, subprocess, sys, time
name, plugin, rounds, forget, lines = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
cpu, wall, codes = [], [], set()
for _ in range(rounds):
    if forget == "forget" and os.path.exists(".git/secaudit-clean-blobs"):
        os.remove(".git/secaudit-clean-blobs")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([plugin, "hook", "run", "--", "origin", "url"], input=lines.encode(), capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall.append(time.monotonic() - start)
    cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    codes.add(done.returncode)
middle = lambda values: sorted(values)[len(values) // 2] * 1000
print(f"{name:<42} CPU {middle(cpu):7.1f} ms   wall {middle(wall):7.1f} ms   exit {sorted(codes)}")
EOF
}
zero=0000000000000000000000000000000000000000
push="refs/heads/main $(git rev-parse main) refs/heads/main $(git rev-parse origin/main)"
echo "$(git ls-files | wc -l) files, $commits commits, $(git rev-list --objects origin/main..main | wc -l) objects to push, median of $rounds"
measure "nothing to push" keep ""
measure "a branch is deleted" keep "(delete) $zero refs/heads/old $(git rev-parse origin/main)
"
measure "push, first time" forget "$push
"
measure "push, again" keep "$push
"
measure "push of a new branch" keep "refs/heads/new $(git rev-parse main) refs/heads/new $zero
"
cat >compose.yaml <<'EOF'
services:
  web:
    image: nginx:1.30
EOF
git add compose.yaml && git commit -qm 'Deploy'
push="refs/heads/main $(git rev-parse main) refs/heads/main $(git rev-parse origin/main)"
measure "push with a compose project" forget "$push
"
for file in src/part09/*.py; do echo dirty >>"$file"; done
measure "the same with a dirty working tree" forget "$push
"
