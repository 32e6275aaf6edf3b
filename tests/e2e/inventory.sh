#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The inventory of images against what the systems' own tools say: dpkg-query, md5sum, rpm, go version -m, and programs
# built on the spot. Tools that are not there are skipped by name. With a folder of official schemas the bills of
# materials are validated too.
set -uo pipefail

# shellcheck source=tests/e2e/lib/check.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/check.sh"

image_of() { python3 "$here/lib/image-of-layers.py" "$@"; }
# purls ARCHIVE TYPE: the package URLs of one type, decoded, without qualifiers.
purls() {
  "$binary" sbom "$1" 2>"$work/err" | python3 -c '
import json, sys, urllib.parse
for component in json.load(sys.stdin)["components"]:
    purl = component.get("purl", "")
    if purl.startswith("pkg:" + sys.argv[1] + "/"):
        print(urllib.parse.unquote(purl.split("?")[0]))' "$2" | sort
}
same() {
  local name=$1
  if diff "$work/truth" "$work/found" >"$work/difference"; then ok "$name ($(wc -l <"$work/truth") entries)"; else
    not_ok "$name"
    note 12 <"$work/difference"
  fi
}

debian_packages() {
  if ! command -v dpkg-query >/dev/null || [[ ! -s /var/lib/dpkg/status ]]; then
    skip "dpkg-query: this system has no dpkg"
    return
  fi
  tar -C / -cf "$work/system.tar" --ignore-failed-read etc/os-release usr/lib/os-release var/lib/dpkg/status \
    var/lib/dpkg/diversions var/lib/dpkg/info 2>/dev/null
  # A few programs of the system, one of them changed in a second layer.
  local programs
  programs=$(cd / && find usr/bin -maxdepth 1 -type f -name '[b-d]*' | head -n 60)
  # shellcheck disable=SC2086 # a list of names without blanks
  tar -C / -rf "$work/system.tar" $programs
  local victim
  victim=$(cd / && grep -hoE 'usr/bin/[b-d][a-z]+$' /var/lib/dpkg/info/coreutils*.md5sums 2>/dev/null | head -n 1)
  mkdir -p "$work/upper/usr/bin"
  echo changed >"$work/upper/usr/bin/$(basename "${victim:-usr/bin/none}")"
  chmod 755 "$work/upper/usr/bin/"*
  tar -C "$work/upper" -cf "$work/upper.tar" .
  image_of "$work/debian.tar" "$work/system.tar" "$work/upper.tar"
  local id
  id=$(. /etc/os-release && echo "$ID")
  dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' \
    | awk -v id="$id" '$1 != "config-files" && $1 != "not-installed" { print "pkg:deb/" id "/" $2 "@" $3 }' | sort -u >"$work/truth"
  purls "$work/debian.tar" deb >"$work/found"
  same "packages of this system are those of dpkg-query"
  [[ -n $victim ]] || { skip "changed programs: coreutils is not what was expected"; return; }
  "$binary" image "$work/debian.tar" --no-reports --format json 2>/dev/null | python3 -c '
import json, sys
for finding in json.load(sys.stdin)["findings"]:
    if finding["rule"] == "IM204":
        for evidence in finding["evidence"]:
            if evidence.get("path"):
                print(evidence["path"].lstrip("/"))' | sort >"$work/found"
  { echo "$victim"; for program in $programs; do
    sum=$(grep -h " ${program}\$\| ${program#usr/}\$" /var/lib/dpkg/info/*.md5sums 2>/dev/null | cut -c 1-32 | sort -u)
    [[ -z $sum ]] || grep -q "$(md5sum </"$program" | cut -c 1-32)" <<<"$sum" || echo "$program"
  done; } | sort -u >"$work/truth"
  same "programs that differ from their packages are those of md5sum"
}

go_program() {
  local go
  go=$(command -v go || find /usr/lib -maxdepth 3 -path '/usr/lib/go-*/bin/go' 2>/dev/null | tail -n 1)
  [[ -n $go ]] || { skip "Go programs: no go command"; return; }
  mkdir -p "$work/go/lib" "$work/go-root/usr/local/bin"
  printf 'module example.org/lib\n\ngo 1.19\n' >"$work/go/lib/go.mod"
  printf 'package lib\n\nfunc Name() string { return "x" }\n' >"$work/go/lib/lib.go"
  printf 'module example.org/app\n\ngo 1.19\n\nrequire example.org/lib v1.2.3\n\nreplace example.org/lib => ./lib\n' >"$work/go/go.mod"
  printf 'package main\n\nimport "example.org/lib"\n\nvar version string\n\nfunc main() { println(lib.Name(), version) }\n' >"$work/go/main.go"
  if ! (cd "$work/go" && GOFLAGS=-mod=mod GOPROXY=off GOCACHE=$work/go-cache "$go" build -ldflags "-s -w -X main.version=4.5.6" \
    -o "$work/go-root/usr/local/bin/app" .) >"$work/that" 2>&1; then
    not_ok "a small Go program builds"
    note <"$work/that"
    return
  fi
  tar -C "$work/go-root" -cf "$work/go.tar" usr
  image_of "$work/go-image.tar" "$work/go.tar"
  "$go" version -m "$work/go-root/usr/local/bin/app" | awk '
    NR == 1 { sub(/^go/, "", $2); print "pkg:golang/stdlib@" $2 }
    $1 == "dep" { print "pkg:golang/" $2 "@" $3 }
    $1 == "mod" { print "pkg:golang/" $2 "@4.5.6" }' | sort >"$work/truth"
  purls "$work/go-image.tar" golang >"$work/found"
  same "modules of a stripped Go program are those of go version -m"
}

rust_program() {
  command -v objcopy >/dev/null || { skip "Rust programs: no objcopy"; return; }
  mkdir -p "$work/rust-root/usr/local/bin"
  # The list of crates stands in a section of its own, whatever made the rest of the program.
  if command -v rustc >/dev/null; then
    echo 'fn main() { println!("x"); }' >"$work/main.rs"
    rustc -o "$work/plain" "$work/main.rs" >"$work/that" 2>&1 || { skip "Rust programs: rustc does not work here"; return; }
  else
    cp "$(readlink -f "$(command -v objcopy)")" "$work/plain"
  fi
  python3 -c '
import json, sys, zlib
packages = [{"name": "app", "version": "0.1.0", "source": "local", "root": True},
            {"name": "serde", "version": "1.0.190", "source": "crates.io"},
            {"name": "cc", "version": "1.0.83", "source": "crates.io", "kind": "build"}]
open(sys.argv[1], "wb").write(zlib.compress(json.dumps({"packages": packages}, separators=(",", ":")).encode(), 7))' "$work/list"
  objcopy --add-section .dep-v0="$work/list" --set-section-flags .dep-v0=noload,readonly "$work/plain" "$work/rust-root/usr/local/bin/app"
  tar -C "$work/rust-root" -cf "$work/rust.tar" usr
  image_of "$work/rust-image.tar" "$work/rust.tar"
  printf 'pkg:cargo/app@0.1.0\npkg:cargo/serde@1.0.190\n' >"$work/truth"
  purls "$work/rust-image.tar" cargo >"$work/found"
  same "crates of an auditable Rust program"
}

rpm_packages() {
  command -v rpmbuild >/dev/null || { skip "rpm databases: no rpmbuild"; return; }
  local name
  mkdir -p "$work/rpm-root/etc"
  printf 'ID=fedora\nVERSION_ID=40\nPRETTY_NAME="Fedora"\n' >"$work/rpm-root/etc/os-release"
  for name in alpha beta; do
    cat >"$work/$name.spec" <<SPEC
Name: $name
Version: 1.2
Release: 3
$([[ $name == beta ]] && echo "Epoch: 4")
Summary: a package of the tests
License: MIT
BuildArch: noarch
%description
A package of the tests.
%install
mkdir -p %{buildroot}/usr/share/$name
for i in \$(seq 1 400); do echo \$i > %{buildroot}/usr/share/$name/file-\$i; done
%files
/usr/share/$name
SPEC
    rpmbuild --quiet -bb --define "_topdir $work/rpm" --define "_rpmdir $work/rpms" "$work/$name.spec" >"$work/that" 2>&1 || {
      not_ok "rpmbuild makes a package"
      note <"$work/that"
      return
    }
  done
  find "$work/rpms" -name '*.rpm' -exec rpm --root "$work/rpm-root" --define '_db_backend sqlite' -i --nodeps --force {} + >"$work/that" 2>&1
  rpm --root "$work/rpm-root" --define '_db_backend sqlite' -qa --qf 'pkg:rpm/fedora/%{NAME}@%{VERSION}-%{RELEASE}\n' | sort >"$work/truth"
  # Debian's rpm keeps its database in the home folder's place, others in /usr/lib/sysimage.
  local database
  database=$(find "$work/rpm-root" -name rpmdb.sqlite | head -n 1)
  [[ -n $database && -s $work/truth ]] || { skip "rpm databases: this rpm writes none in SQLite"; return; }
  mkdir -p "$work/rpm-image/var/lib/rpm"
  cp -a "$work/rpm-root/etc" "$work/rpm-image/"
  cp "$database"* "$work/rpm-image/var/lib/rpm/"
  tar -C "$work/rpm-image" -cf "$work/rpm.tar" .
  image_of "$work/rpm-image.tar" "$work/rpm.tar"
  purls "$work/rpm-image.tar" rpm >"$work/found"
  same "packages of rpm's SQLite database are those of rpm -qa"
}

documents() {
  local archive=$work/debian.tar schemas=$top/../shared/corpora/image/schemas format
  [[ -s $archive ]] || archive=$work/rust-image.tar
  [[ -s $archive ]] || { skip "bills of materials: nothing to describe"; return; }
  for format in cyclonedx spdx; do
    "$binary" sbom --format "$format" "$archive" >"$work/$format.json" 2>/dev/null
    "$binary" sbom --format "$format" - <"$archive" >"$work/again.json" 2>/dev/null
    that "$format: the same bytes from a pipe but for the name" python3 -c '
import sys
a, b = (open(p).read() for p in sys.argv[1:3])
sys.exit(0 if abs(len(a) - len(b)) < 400 and a.count("purl") == b.count("purl") else 1)' "$work/$format.json" "$work/again.json"
    "$binary" sbom --format "$format" "$archive" >"$work/again.json" 2>/dev/null
    that "$format: byte-identical the second time" cmp "$work/again.json" "$work/$format.json"
  done
  if [[ -d $schemas && -d $top/build/node/node_modules/ajv ]]; then
    cp "$top/tests/scripts/sbom.mjs" "$top/build/node/"
    node "$top/build/node/sbom.mjs" "$schemas" "$work/cyclonedx.json" "$work/spdx.json" || failures=$((failures + 1))
  else
    skip "validation of bills of materials: needs ../shared/corpora/image/schemas and the npm packages of tests/scripts"
  fi
}

no_temporary_files() {
  command -v strace >/dev/null || { skip "temporary files: no strace"; return; }
  local archive=$work/rust-image.tar
  [[ -s $archive ]] || archive=$work/debian.tar
  [[ -s $archive ]] || { skip "temporary files: nothing to read"; return; }
  TMPDIR=/nonexistent strace -f -qq -e trace=openat,creat,memfd_create -o "$work/trace" \
    "$binary" image - --no-reports --no-cache-results <"$archive" >/dev/null 2>&1
  if [[ ! -s $work/trace ]]; then
    skip "temporary files: strace cannot watch here"
  elif grep -E 'O_CREAT|O_TMPFILE|memfd_create|creat\(' "$work/trace" | grep -v /dev/null >"$work/that"; then
    not_ok "an image from a pipe is read without temporary files"
    note <"$work/that"
  else
    ok "an image from a pipe is read without temporary files"
  fi
}

# A control character in a file's name reaches nobody's terminal.
odd_names() {
  local archive=$top/../shared/fixtures/images/hostile/ansi-escapes.tar
  [[ -s $archive ]] || { skip "odd names: ../shared/fixtures/images is not there"; return; }
  capture "$binary" image "$archive" --no-reports --verbose --all --no-cache-results
  if grep -q IM201 "$work/out" && ! LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "$work/out"; then
    ok "set-user-id files with control characters in their names are told safely"
  else
    not_ok "set-user-id files with control characters in their names are told safely"
    LC_ALL=C grep -n $'[\x01-\x08\x0b-\x1f\x7f]' "$work/out" | cat -v | note 5
  fi
}

debian_packages
go_program
rust_program
rpm_packages
documents
no_temporary_files
odd_names
finish
