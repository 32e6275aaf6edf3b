#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPU of loading and auditing Compose projects:
#   1. each project of a folder of projects: `docker-secaudit check` against `docker-compose config --quiet`, in pairs
#   2. the largest project: CPU above that of a start without work
#   3. 1,000 to 10,000 services in one file: CPU a service
#
#   bench/compose_config.sh [--plugin FILE] [--compose FILE] [--rounds N] [PROJECTS-DIR]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$here/../build/release/plugin/docker-secaudit
compose=$(command -v docker-compose || true)
rounds=3
while (($# > 0)); do
  case $1 in
    --plugin) plugin=$(realpath "$2"); shift 2 ;;
    --compose) compose=$(realpath "$2"); shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    -h | --help) sed -n '3,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) break ;;
  esac
done
projects=${1:-$here/../../shared/corpora/compose/real}
command -v python3 >/dev/null || { echo "compose_config: needs python3" >&2; exit 2; }
[[ -x $plugin ]] || { echo "compose_config: no program at $plugin; build the release preset or name it by --plugin" >&2; exit 2; }
[[ -d $projects ]] || { echo "compose_config: skipped, there is no folder $projects" >&2; exit 0; }

python3 - "$plugin" "$compose" "$rounds" "$(realpath "$projects")" <<'PY'
import glob, os, resource, subprocess, sys, tempfile

plugin, compose, rounds, projects = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
names = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "NO_COLOR": "1"}


def cpu(arguments, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def audit(folder):
    return cpu([plugin, "compose", "--no-images", "--no-reports", "-q", "--project-directory", folder], folder)


def best(work):
    return min(work() for _ in range(rounds))


folders = sorted(f for f in glob.glob(projects + "/*") if any(os.path.exists(f + "/" + n) for n in names))
start = best(lambda: cpu([plugin, "--version"], "/"))
ours = {f: best(lambda: audit(f)) for f in folders}
print(f"start alone: {start * 1000:.1f} ms of CPU")
if compose:
    theirs = {f: best(lambda: cpu([compose, "config", "--quiet"], f)) for f in folders}
    slower = [os.path.basename(f) for f in folders if ours[f] >= theirs[f]]
    print(f"{len(folders)} projects: audit {sum(ours.values()):.2f} s, compose config {sum(theirs.values()):.2f} s, "
          f"ratio {sum(ours.values()) / sum(theirs.values()):.2f}; slower on {len(slower)}: {', '.join(slower) or 'none'}")
else:
    print(f"{len(folders)} projects: audit {sum(ours.values()):.2f} s; no docker-compose to compare with")
for f in sorted(folders, key=ours.get)[-3:]:
    print(f"{os.path.basename(f)}: {(ours[f] - start) * 1000:.1f} ms of CPU above the start")
for count in (1000, 2000, 5000, 10000):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/compose.yaml", "w") as out:
            out.write("services:\n")
            for i in range(count):
                out.write(f"  s{i:05}:\n    image: example/app:1.{i}\n    ports: [\"127.0.0.1:{10000 + i}:80\"]\n"
                          f"    environment: {{NAME: s{i}, PASSWORD: \"${{P{i}:?}}\"}}\n    volumes: [\"v{i}:/data\"]\n")
            out.write("volumes:\n" + "".join(f"  v{i}:\n" for i in range(count)))
        with open(folder + "/.env", "w") as out:
            out.write("".join(f"P{i}=f8Hq0bXc{i}Q2mWz7Lk\n" for i in range(count)))
        used = audit(folder) - start
        print(f"{count} services: {used:.2f} s of CPU, {used * 1e6 / count:.0f} us a service")
PY
