#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The advisory database from the outside: import, status, an update from a server of our own, the answers of `check`,
# and what happens with databases that are no databases.
#
#   tests/e2e/vulnerabilities.sh [PROGRAM]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=${1:-${SECAUDIT_BINARY:-$here/../../build/dev/plugin/docker-secaudit}}
command -v python3 >/dev/null || { echo "skip - vulnerabilities: needs python3"; exit 0; }
work=$(mktemp -d)
servers=()
finish() {
  ((${#servers[@]} == 0)) || kill "${servers[@]}" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
export SECAUDIT_DB=$work/data/advisories.db HOME=$work NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
failures=0

# expect CODE TEXT ARGUMENT…: the program ends with CODE and prints TEXT.
expect() {
  local code=$1 text=$2 status=0
  shift 2
  "$program" "$@" >"$work/out" 2>&1 || status=$?
  if [[ $status -ne $code ]] || ! grep -qF -- "$text" "$work/out"; then
    echo "not ok - ${*//$work/} ended with $status (expected $code), expected text: $text"
    sed 's/^/  # /' "$work/out" | head -20
    failures=$((failures + 1))
  else
    echo "ok - ${*//$work/} ends with $code: $text"
  fi
}

mkdir -p "$work/osv/PyPI" "$work/osv/npm" "$work/project" "$work/one"
python3 - "$work" <<'PY'
import json, sys, zipfile
work = sys.argv[1]
def archive(path, records):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for record in records:
            out.writestr(record["id"] + ".json", json.dumps(record))
flask = {"id": "PYSEC-2023-62", "modified": "2026-11-20T00:00:00Z", "aliases": ["CVE-2023-30861"],
         "database_specific": {"severity": "HIGH"},
         "affected": [{"package": {"ecosystem": "PyPI", "name": "flask"},
                       "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.2.5"}]}]}]}
lodash = {"id": "GHSA-35jh-r3h4-6jhm", "modified": "2026-11-20T00:00:00Z", "aliases": ["CVE-2021-23337"],
          "database_specific": {"severity": "CRITICAL"},
          "affected": [{"package": {"ecosystem": "npm", "name": "lodash"},
                        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "4.17.21"}]}]}]}
archive(work + "/osv/PyPI/all.zip", [flask])
archive(work + "/osv/npm/all.zip", [lodash])
open(work + "/project/requirements.txt", "w").write("gunicorn==23.0.0\nFlask==2.2.4\n")
open(work + "/one/package-lock.json", "w").write(json.dumps({"name": "a", "version": "1.0.0", "lockfileVersion": 3,
    "packages": {"": {"dependencies": {"async": "2.6.3"}}, "node_modules/async": {"version": "2.6.3", "dependencies": {"lodash": "^4"}},
                 "node_modules/lodash": {"version": "4.17.20"}}}))
PY

day=--as-of=2026-11-25
expect 3 "db update" db status
expect 2 "no such file" check "$work/project" "$day" --progress none
(unset SECAUDIT_DB; expect 0 "no vulnerability scanner ran" check "$work/project" "$day" --progress none; exit "$failures") || failures=1
expect 0 "2 advisories" db import "$work/osv" "$day" --progress none
expect 3 "no .zip" db import "$work/project" "$day"
expect 0 "npm.zip" db status "$day"
expect 0 "stale" db status --as-of 2027-01-01
expect 1 "CVE-2023-30861" check "$work/project" "$day" --progress none -v
expect 1 "CVE-2021-23337" check "$work/one/package-lock.json" "$day" --progress none -v
# What is not shown counts all the same.
expect 1 "" check "$work/project" "$day" --progress none --severity critical
expect 0 "" check "$work/project" "$day" --progress none --fail-on critical

# Databases that are none: one line and a gap, never clean.
printf 'this is not a database, whatever its name says' >"$work/foreign.db"
expect 2 "foreign.db" check "$work/project" "$day" --progress none --db "$work/foreign.db"
head -c 5000 "$SECAUDIT_DB" >"$work/cut.db"
expect 2 "cut.db" check "$work/project" "$day" --progress none --db "$work/cut.db"
expect 2 "no such file" check "$work/project" "$day" --progress none --db "$work/absent.db"
expect 3 "cut.db" db status --db "$work/cut.db"

# Two runs, and what changed between them.
expect 1 "" check "$work/project" "$day" --progress none --reports "$work/reports"
printf 'gunicorn==23.0.0\nFlask==2.2.5\n' >"$work/project/requirements.txt"
expect 0 "" check "$work/project" "$day" --progress none --reports "$work/reports"
expect 0 "1 fixed" report diff --reports "$work/reports"

# An update from a server on the loopback interface; the second time nothing is new.
# A server on a free port of loopback, which it prints first.
cat >"$work/serving.py" <<'PY'
import http.server
class Quiet(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass
def serve(handler):
    server = http.server.HTTPServer(("127.0.0.1", 0), handler)
    print(server.server_port, flush=True)
    server.serve_forever()
PY
cat >"$work/server.py" <<'PY'
import hashlib, base64, os, serving, sys
os.chdir(sys.argv[1])
class Handler(serving.Quiet):
    def do_GET(self):
        path = self.path.lstrip("/").replace("%20", " ")
        if not os.path.isfile(path):
            self.send_error(404)
            return
        data = open(path, "rb").read()
        tag = '"%s"' % hashlib.sha256(data).hexdigest()[:16]
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Repr-Digest", "sha-256=:%s:" % base64.b64encode(hashlib.sha256(data).digest()).decode())
        self.end_headers()
        self.wfile.write(data)
serving.serve(Handler)
PY
coproc SERVER { exec python3 "$work/server.py" "$work/osv"; }
servers+=("$SERVER_PID")
read -r port <&"${SERVER[0]}"
export SECAUDIT_DB=$work/updated/advisories.db
source=http://127.0.0.1:$port
expect 0 "checked by SHA-256" db update PyPI npm --source "$source" "$day" --progress none
expect 0 "npm: up to date" db update --source "$source" "$day" --progress none
expect 0 "2 advisories for 2 packages" db status "$day"
expect 2 "404" db update Nothing PyPI --source "$source" "$day" --progress none
expect 0 "2 advisories for 2 packages" db status "$day"

# The real npm against a registry of our own that knows one advisory: the lock file names the version and the direct
# dependency, the advisory's range the version that mends it.
if command -v npm >/dev/null; then
  cat >"$work/registry.py" <<'PY'
import gzip, json, serving
advisories = {"lodash": [{"id": 1106913, "url": "https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
    "title": "Command Injection\x1b[2J", "severity": "high", "vulnerable_versions": "<4.17.21", "cwe": ["CWE-77"],
    "cvss": {"score": 7.2, "vectorString": "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H"}}]}
class Handler(serving.Quiet):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self.reply({name: found for name, found in advisories.items() if name in asked})
    def do_GET(self):
        name = self.path.lstrip("/")
        self.reply({"name": name, "dist-tags": {"latest": "4.17.21"}, "versions": {
            version: {"name": name, "version": version, "dist": {"tarball": "http://127.0.0.1/x.tgz"}}
            for version in ("2.6.3", "4.17.20", "4.17.21")}})
    def reply(self, value):
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
serving.serve(Handler)
PY
  # Bash has one coprocess at a time.
  python3 "$work/registry.py" >"$work/registry.port" &
  servers+=("$!")
  for _ in {1..100}; do [[ -s $work/registry.port ]] || sleep 0.1; done
  npm_config_registry=http://127.0.0.1:$(<"$work/registry.port")/
  export npm_config_registry npm_config_fetch_retries=0
  unset SECAUDIT_DB
  printf '{"name":"a","version":"1.0.0","dependencies":{"async":"2.6.3"}}' >"$work/one/package.json"
  audit=(check "$work/one" "$day" --progress none -v --scanners npm-audit --reports "$work/npm-reports")
  expect 1 "Upgrade lodash to 4.17.21" "${audit[@]}"
  expect 1 "if async does not allow it" "${audit[@]}"
  expect 1 "package-lock.json:1" "${audit[@]}"
  grep -q "GHSA-35jh-r3h4-6jhm  lodash 4.17.20  fixed in 4.17.21" "$work/npm-reports/npm-audit.txt" ||
    { echo "not ok - npm-audit.txt names no fix"; failures=$((failures + 1)); }
  ! grep -q $'\x1b' "$work/npm-reports/npm-audit.txt" "$work/out" ||
    { echo "not ok - an escape of the registry went through"; failures=$((failures + 1)); }
  # Offline, npm finds nothing at all and says so with exit code 0: that is no audit, nor is a registry that is not there.
  npm_config_offline=true expect 2 "offline" "${audit[@]}"
  npm_config_registry=http://127.0.0.1:9/ expect 2 "not audited" "${audit[@]}"
else
  echo "skip - npm is not installed"
fi

((failures == 0))
