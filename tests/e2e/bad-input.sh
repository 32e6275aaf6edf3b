#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Input that is broken, hostile or absent: a clear line, the documented exit code, at most 10 s and 256 MiB.
set -uo pipefail
# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

unset DOCKER_HOST DOCKER_CONTEXT
export DOCKER_CONFIG=$work/config
fixtures=$top/../shared/fixtures/images

if [[ -d $fixtures/hostile ]]; then
  # Never a clean result: findings, something not checked, or unusable. Three are readable images with hostile names.
  for archive in "$fixtures"/hostile/*.tar; do
    codes=1,2,3
    case $archive in */ansi-escapes.tar | */non-utf8-names.tar | */config-invalid-utf8.tar) codes=0,1,2 ;; esac
    bounded "hostile archive $(basename "$archive")" "$codes" "$binary" image "$archive"
  done
  for archive in "$fixtures"/odd/* "$fixtures"/valid/*.tar; do
    bounded "archive $(basename "$archive")" 0,1,2 "$binary" image "$archive"
  done
  capture sh -c "cat '$fixtures/valid/classic-20.10-zoo.tar' | '$binary' image -"
  expect "an archive on the standard input" 0,1,2 out 'C1'
else
  skip "hostile, odd and valid archives: ../shared/fixtures is not there"
fi

# project NAME: an empty project folder.
project() {
  rm -rf "${work:?}/$1"
  mkdir -p "$work/$1"
  echo "$work/$1"
}
audit() { bounded "$1" "$2" "$binary" compose --project-directory "$3" --no-images --reports "$work/reports"; }
says() {
  if grep -Eq -- "$2" "$work/out" "$work/err"; then ok "$1"; else
    not_ok "$1: nothing matches $2"
    head -n 8 "$work/err" | note
  fi
}

folder=$(project empty)
audit "no compose file" 3 "$folder"
says "no compose file: the line says what was looked for" 'compose\.ya?ml'

folder=$(project not-yaml)
printf 'services:\n  web: [\n    image: "x\n' >"$folder/compose.yaml"
printf 'FROM python:3.13\nRUN curl -k https://example.com/x | sh\n' >"$folder/Dockerfile"
audit "a compose file that is not YAML" 3 "$folder"
says "a compose file that is not YAML: file, line and column" 'compose\.yaml:[0-9]+:[0-9]+'

says "a compose file that is not YAML: the Dockerfile beside it is audited all the same" 'DF[0-9]{3}'

folder=$(project text)
echo 'just text' >"$folder/compose.yaml"
audit "a compose file that is one line of text" 3 "$folder"
says "a compose file that is one line of text: file, line and column" 'compose\.yaml:1:1'

folder=$(project binary)
head -c 100000 /dev/urandom >"$folder/compose.yaml"
audit "a compose file that is not text" 3 "$folder"

folder=$(project large)
truncate -s 100M "$folder/compose.yaml"
audit "a compose file of a hundred megabytes" 3 "$folder"
says "a compose file of a hundred megabytes: what its limit is" 'longer than [0-9]+ bytes'

folder=$(project bomb)
{
  echo 'a0: &a0 ["x","x","x","x","x","x","x","x","x","x"]'
  for i in $(seq 12); do
    echo "a$i: &a$i [*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1)),*a$((i - 1))]"
  done
  printf 'services:\n  web:\n    image: x:1\n    command: *a12\n'
} >"$folder/compose.yaml"
audit "an alias bomb" 1,2,3 "$folder"

folder=$(project deep)
{ printf 'services: '; head -c 200000 /dev/zero | tr '\0' '['; } >"$folder/compose.yaml"
audit "200,000 open brackets" 3 "$folder"

folder=$(project loop)
ln -s . "$folder/self"
printf 'include: [compose.yaml]\nservices:\n  web:\n    image: x:1\n    extends: {file: compose.yaml, service: web}\n' >"$folder/compose.yaml"
audit "a file that includes and extends itself" 1,2,3 "$folder"

folder=$(project no-dockerfile)
mkdir "$folder/web"
printf 'services:\n  web:\n    build: ./web\n  db:\n    image: postgres:17\n    privileged: true\n' >"$folder/compose.yaml"
audit "a missing Dockerfile" 1,2 "$folder"
says "a missing Dockerfile: named" 'web/Dockerfile'
says "a missing Dockerfile: the rest is audited" 'privileged|CO101'

folder=$(project escapes)
printf 'services:\n  web:\n    image: "x\\e]0;owned\\a\\e[31m:1"\n    container_name: "a\\u202eb"\n    privileged: true\n' >"$folder/compose.yaml"
audit "terminal sequences in a compose file" 1,2 "$folder"

folder=$(project special)
printf 'services:\n  web:\n    build: .\n' >"$folder/compose.yaml"
mkfifo "$folder/Dockerfile" "$folder/.env"
audit "named pipes in place of files" 1,2,3 "$folder"

# The token is joined here, so that the repository itself holds none.
token=AKIA"Y34FZKBOKMUTVV7A"
folder=$(project secrets)
printf 'services:\n  web:\n    image: x:1\n' >"$folder/compose.yaml"
mkfifo "$folder/pipe.txt"
ln -s . "$folder/self"
ln -s /dev/zero "$folder/zero.txt"
{ head -c 400000 /dev/zero; printf ' %s ' "$token"; head -c 400000 /dev/zero; } >"$folder/nul.bin"
{ head -c 200000000 /dev/zero | tr '\0' 'a'; printf ' key=%s ' "$token"; head -c 1000000 /dev/zero | tr '\0' 'b'; } >"$folder/line.js"
printf 'k = "%s"\n' "$token" >"$folder/secret.py"
chmod 000 "$folder/secret.py"
bounded "secrets beside pipes, devices, links and one line of 200 MB" 0,1,2 "$binary" secrets "$folder"
says "secrets in one line of 200 MB: found" 'line\.js'
says "secrets between NUL bytes: found" 'nul\.bin'
if [[ $(id -u) != 0 ]]; then says "an unreadable file: said" 'secret\.py'; fi
that "secrets are never printed" sh -c "! grep -q '$token' '$work/out' '$work/err'"

cp -r "$top/examples/finance-tracker-before" "$work/example"
if [[ $(id -u) == 0 ]] && mkdir -p "$work/full" && mount -t tmpfs -o size=4k,nr_inodes=4 tmpfs "$work/full" 2>/dev/null; then
  at_end=("umount '$work/full'" "${at_end[@]}")
  bounded "a full disk for the reports" 1,2 "$binary" compose --project-directory "$work/example" --no-images --reports "$work/full/reports"
  says "a full disk: said" '[Nn]o space left|full|cannot (write|create)'
  that "a full disk: the summary is printed all the same" grep -q C12 "$work/out"
else
  skip "a full disk for the reports: needs root and tmpfs"
fi

if command -v docker >/dev/null; then
  bounded "an engine that is not running" 1,2 "$binary" -H "unix://$work/nowhere.sock" compose --project-directory "$work/example" --reports "$work/reports"
  says "an engine that is not running: said" 'nowhere\.sock|[Cc]annot connect|not running'
  that "an engine that is not running: the files are audited all the same" grep -q C12 "$work/out"
else
  skip "an engine that is not running: no docker command line at hand"
fi
finish
