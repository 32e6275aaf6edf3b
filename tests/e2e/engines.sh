#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The whole job through the real docker command line on private engines: dockerd 20.10, and a newer one with the overlay2
# and with the containerd store. Both examples are built, saved and audited; their verdicts are in tests/golden/verdicts.
#
# Usage: tests/e2e/engines.sh [KIND]...   kinds as in engine.sh (overlay2@sid is dockerd 28 or later);
#        SECAUDIT_UPDATE_GOLDEN=1 rewrites the golden files
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

kinds=("$@")
[[ $# -gt 0 ]] || kinds=(classic overlay2 containerd)
golden=$top/tests/golden/verdicts
mkdir -p "$golden"
broken=no

# A copy of an example as its users have it: a repository of its own with everything committed.
example() {
  local name=$1 folder=$2/$1
  rm -rf "$folder"
  cp -r "$top/examples/$name" "$folder"
  [[ -e $folder/.env ]] || cp "$folder/.env.example" "$folder/.env"
  chmod 600 "$folder/.env"
  (
    cd "$folder" || exit 1
    export GIT_AUTHOR_DATE=2026-11-20T12:00:00Z GIT_COMMITTER_DATE=2026-11-20T12:00:00Z GIT_CONFIG_GLOBAL=/dev/null
    git init -q -b main . && git add -A && git -c user.name=t -c user.email=t@localhost commit -q -m example
  )
  echo "$folder"
}

expect_golden() {
  local label=$1 name=$2 report=$3
  if ! python3 "$here/lib/verdicts.py" "$report" >"$work/verdicts" 2>"$work/err"; then
    not_ok "$label: the report has a verdict for every item"
    note <"$work/err"
    return
  fi
  [[ -z ${SECAUDIT_UPDATE_GOLDEN:-} ]] || cp "$work/verdicts" "$golden/$name.txt"
  that "$label: the verdicts are those of $name.txt" diff -u "$golden/$name.txt" "$work/verdicts"
}

# images_read REPORT N: N images were saved and read in full.
images_read() {
  python3 - "$1" "$2" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
read = [image for image in report["images"] if image["scanned"]]
wanted = int(sys.argv[2])
if len(read) != wanted:
    print(f"{len(read)} of {wanted} images read:", *(f"{i['reference']}: {i['scanned']}" for i in report["images"]))
    for gap in report["gaps"]:
        print(gap)
    sys.exit(1)
PYTHON
}

expect_examples() {
  local kind=$1 folder=$2 name images codes project examples=(finance-tracker-before finance-tracker)
  for name in "${examples[@]}"; do
    # The hardened example has no finding of HIGH or above.
    images=8 codes=0,2
    [[ $name == finance-tracker ]] || images=4 codes=1
    project=$(example "$name" "$folder")
    capture docker secaudit compose --project-directory "$project" --as-of 2026-11-25 --reports "$folder/$name-reports"
    expect "$kind: compose on $name builds, saves and audits" "$codes" out '^ *(PASS|FAIL|WARN|ASK|NA|UNKN) +C12'
    that "$kind: all $images images of $name are read" images_read "$folder/$name-reports/report.json" "$images"
    expect_golden "$kind: $name" "$name" "$folder/$name-reports/report.json"
    if [[ $(stat -c %a "$folder/$name-reports") == 700 && -z $(find "$folder/$name-reports" -type f ! -perm 600) ]]; then
      ok "$kind: the reports of $name are private"
    else
      not_ok "$kind: the reports of $name are private"
      find "$folder/$name-reports" -printf '%m %p\n' | note
    fi
  done
}

same_image() {
  python3 - "$@" <<'PYTHON'
import json, sys
facts = []
for path in sys.argv[1:]:
    report = json.load(open(path, encoding="utf-8"))
    image = report["images"][0]
    facts.append([image["config_digest"], image["layers"], image["packages"], image["user"],
                  sorted({f["rule"] for f in report["findings"]})])
print(*facts, sep="\n")
sys.exit(0 if facts[0] == facts[1] == facts[2] else 1)
PYTHON
}

# The image by name, from a file and from a pipe must be the same image.
expect_image() {
  local kind=$1 folder=$2 image=finance-tracker-before-frontend:latest
  docker save -o "$folder/image.tar" "$image" || not_ok "$kind: docker save"
  capture docker secaudit image "$image" --as-of 2026-11-25 --format json -o "$folder/by-name.json"
  expect "$kind: image by name" 0,1,2
  capture docker secaudit image "$folder/image.tar" --as-of 2026-11-25 --format json -o "$folder/by-file.json"
  expect "$kind: image from a file" 0,1,2
  capture sh -c "docker save '$image' | docker secaudit image - --as-of 2026-11-25 --format json -o '$folder/by-pipe.json'"
  expect "$kind: image from a pipe" 0,1,2
  that "$kind: by name, from a file and from a pipe it is the same image" same_image "$folder"/by-{name,file,pipe}.json
}

expect_failures() {
  local kind=$1 folder=$2
  capture docker secaudit image nosuch-image:1
  expect "$kind: an image that does not exist" 3 err 'nosuch-image:1'
  mkdir -p "$folder/broken/web"
  printf 'FROM traefik:v3.7.11\nRUN ["/bin/busybox","false"]\n' >"$folder/broken/web/Dockerfile"
  printf 'services:\n  web:\n    build: ./web\n  db:\n    image: postgres:17.11-alpine\n    privileged: true\n' >"$folder/broken/compose.yaml"
  capture docker secaudit compose --project-directory "$folder/broken" --reports "$folder/broken-reports"
  expect "$kind: a build that fails is a gap; the rest is audited" 1,2 out 'C12' out 'web'
  that "$kind: after a failed build the other image is read" images_read "$folder/broken-reports/report.json" 1
}

# All checks on the engine in FOLDER/engine; run in a subshell of its own, which the engine's settings stay in.
on_engine() {
  local kind=$1 folder=$2 left
  eval "$("$here/engine.sh" env "$folder/engine")"
  cp "$binary" "$DOCKER_CONFIG/cli-plugins/docker-secaudit"
  export TMPDIR=$folder/tmp
  mkdir -p "$TMPDIR"
  if ! "$here/base-images.sh" load . >"$work/err" 2>&1; then
    not_ok "$kind: the base images are loaded"
    note <"$work/err"
    return
  fi
  ok "$kind: engine $(docker version --format '{{.Server.Version}}') with $(docker info --format '{{.Driver}}') runs"
  expect_examples "$kind" "$folder"
  expect_image "$kind" "$folder"
  expect_failures "$kind" "$folder"
  left=$(
    docker ps --all --quiet
    find "$TMPDIR" -mindepth 1
  )
  that "$kind: no container and no temporary file is left" test -z "$left"
}

for kind in "${kinds[@]}"; do
  folder=$work/$kind
  mkdir -p "$folder"
  at_end=("'$here/engine.sh' stop '$folder/engine'" "${at_end[@]}")
  if ! "$here/engine.sh" start "$kind" "$folder/engine" 2>"$work/err"; then
    not_ok "$kind: the engine starts"
    note <"$work/err"
    continue
  fi
  (on_engine "$kind" "$folder" && finish) || broken=yes
  "$here/engine.sh" stop "$folder/engine"
  if [[ -e $folder/engine ]] || pgrep -f -- "$folder/engine" >/dev/null; then
    not_ok "$kind: the engine ends and leaves nothing behind"
  else
    ok "$kind: the engine ends and leaves nothing behind"
  fi
  rm -rf "$folder"
done
[[ $broken == no ]] || exit 1
finish
