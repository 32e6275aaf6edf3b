#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Whether a newcomer gets there: clones this repository's HEAD into an empty Debian made by debootstrap and runs the two
# commands of the README there. Takes as long as a first build and all tests; not part of scripts/test.sh. Needs root.
#
# Usage: tests/e2e/fresh-clone.sh [SUITE] [FOLDER]   (default bookworm, a temporary folder; FOLDER is kept)
#   SECAUDIT_SHARED=DIR is mounted beside the clone as ../shared when it exists, for the tests that read it
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
suite=${1:-bookworm}
keep=${2:-}
folder=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/secaudit-fresh.XXXXXX")}
root=$folder/root
shared=${SECAUDIT_SHARED:-$top/../shared}
[[ $(id -u) == 0 ]] || { echo "not ok - fresh clone: needs root"; exit 1; }
[[ -n $keep ]] || trap 'rm -rf --one-file-system "$folder"' EXIT

if [[ ! -e $folder/complete ]]; then
  mkdir -p "$root"
  debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$root" >"$folder/debootstrap.log"
  # The package sources in the form that a fresh Debian has, taken over from this machine.
  if [[ $suite == bookworm && -r /etc/apt/sources.list.d/debian.sources ]]; then
    : >"$root/etc/apt/sources.list"
    cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/"
  fi
  touch "$folder/complete"
fi
# Registries may be reached through a proxy whose authority only this machine knows.
if [[ -d /usr/local/share/ca-certificates ]]; then cp -r /usr/local/share/ca-certificates "$root/usr/local/share/"; fi
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
rm -rf "$root/home/newcomer"
mkdir -p "$root/home/newcomer"
git clone --quiet --no-hardlinks "$top" "$root/home/newcomer/docker-secaudit"

inside() {
  # shellcheck disable=SC2016 # for the inner shell
  unshare --mount --pid --fork --kill-child -- sh -c '
    root=$1 shared=$2; shift 2
    mount -t proc proc "$root/proc"; mount --rbind /sys "$root/sys"; mount --rbind /dev "$root/dev"
    if [ -d "$shared" ]; then mkdir -p "$root/home/newcomer/shared"; mount --bind "$shared" "$root/home/newcomer/shared"; fi
    exec chroot "$root" "$@"' sh "$root" "$shared" \
    env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt sh -c "cd /home/newcomer/docker-secaudit && $1"
}

status=0
for command in "./scripts/install.sh --demo" "./scripts/test.sh"; do
  begun=$SECONDS
  if inside "$command" >"$folder/log" 2>&1; then
    echo "ok - fresh $suite: $command ($((SECONDS - begun)) s): $(tail -n 1 "$folder/log")"
  else
    echo "not ok - fresh $suite: $command ($((SECONDS - begun)) s)"
    tail -n 40 "$folder/log" | sed 's/^/  # /'
    status=1
  fi
done
exit $status
