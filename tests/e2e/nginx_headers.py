#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starts the real nginx on loopback with every configuration that it accepts, fetches every location, and compares the
headers that it sends with those that `docker secaudit inspect proxy` computes for that location.

Usage: nginx_headers.py BINARY FOLDER...
What a test machine cannot have is replaced before either of the two sees the file: ports, certificates, names of
upstreams, document roots. Prints `ok - ` or `not ok - ` for each configuration; the last lines count."""
import collections
import http.client
import json
import pathlib
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

SUCCESS = {200, 201, 204, 206, 301, 302, 303, 304, 307, 308}
# nginx and its modules send these themselves.
OWN = {"content-type", "cache-control", "expires", "server", "date", "etag", "last-modified", "content-length", "connection",
       "location", "www-authenticate", "allow", "accept-ranges", "transfer-encoding"}
WRAPPERS = {
    "main": "",
    "http": "http {{ {globals} include {file}; }}",
    "server": "http {{ {globals} server {{ listen 127.0.0.1:{plain}; include {file}; }} }}",
    "location": "http {{ {globals} server {{ listen 127.0.0.1:{plain}; location / {{ include {file}; }} }} }}",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Upstream(threading.Thread):
    """Answers every request with 200 and no header that a configuration might add."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            connection, _ = self.socket.accept()
            with connection:
                connection.settimeout(2)
                try:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                except OSError:
                    pass


class World:
    """A folder with the document root, a certificate, and ports of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.upstream = Upstream()
        self.upstream.start()
        self.ports = {}
        self.root = folder / "root"
        self.root.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=app.example.com",
                        "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)

    def port(self, number):
        if number not in self.ports:
            self.ports[number] = free_port()
        return self.ports[number]

    def listen(self, match):
        words = match.group(2).split()
        where = words[0]
        if where.startswith("unix:"):
            return match.group(1) + "listen 127.0.0.1:%d" % self.port(9) + ";"
        number = re.search(r"(\d+)$", where)
        number = int(number.group(1)) if number and not re.fullmatch(r"[\d.]+\.\d+", where) else 80
        kept = [word for word in words[1:] if word in ("ssl", "default_server", "default", "http2", "proxy_protocol")]
        kept = [word for word in kept if word != "proxy_protocol"]
        return match.group(1) + " ".join(["listen 127.0.0.1:%d" % self.port(number)] + kept) + ";"

    def adapted(self, text, source):
        """The configuration with what this machine lacks replaced; lines stay where they are."""
        text = re.sub(r"(^|[\s;{}])listen\s+([^;{}]+);", self.listen, text)
        text = re.sub(r"(ssl_certificate_key)\s+[^;]+;", r"\1 %s;" % (self.folder / "key.pem"), text)
        text = re.sub(r"(ssl_(?:client_|trusted_)?certificate|ssl_dhparam_off)\s+[^;]+;", r"\1 %s;" % (self.folder / "cert.pem"), text)
        text = re.sub(r"(^|[\s;{}])ssl_dhparam\s+[^;]+;", r"\1", text)
        text = re.sub(r"(^|[\s;{}])(root|alias)\s+[^;]+;", r"\1\2 %s/;" % self.root, text)
        text = re.sub(r"(^|[\s;{}])(access_log|error_log)\s+[^;]+;", r"\1\2 /dev/null;", text)
        text = re.sub(r"(^|[\s;{}])(user|pid|daemon|load_module|worker_rlimit_nofile)\s+[^;]+;", r"\1", text)
        text = re.sub(r"proxy_pass\s+https?://[^$/;\s]+", "proxy_pass http://127.0.0.1:%d" % self.upstream.port, text)
        text = re.sub(r"((?:fastcgi|uwsgi|scgi|grpc)_pass)\s+[^;]+;", r"\1 127.0.0.1:%d;" % self.upstream.port, text)
        text = re.sub(r"(upstream\s+\S+\s*\{[^}]*\})",
                      lambda m: re.sub(r"server\s+[^;]+;", "server 127.0.0.1:%d;" % self.upstream.port, m.group(1)), text)
        return text.replace("/etc/nginx/", "%s/" % source)


def nginx(folder, *arguments):
    return subprocess.run(["nginx", "-p", str(folder) + "/", "-c", str(folder / "main.conf"), "-e", str(folder / "error.log"),
                           *arguments], capture_output=True, text=True)


def configured(world, file, work):
    """The name of the context in which nginx accepts the file, with main.conf written for it."""
    plain = world.port(80)
    temporary = "".join("%s_temp_path %s/%s;" % (kind, work, kind) for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    shared = "access_log off; %s server_names_hash_bucket_size 128;" % temporary
    head = "daemon on; pid %s/nginx.pid; error_log %s/error.log; worker_processes 1;\n" % (work, work)
    for context, wrapper in WRAPPERS.items():
        if context == "main":
            text = file.read_text(errors="surrogateescape")
            if "http" not in text or "events" not in text:
                continue
            body = re.sub(r"(http\s*\{)", lambda m: m.group(1) + temporary, text, count=1)
        else:
            body = "events {}\n" + wrapper.format(globals=shared, file=file, plain=plain)
        (work / "main.conf").write_text(head + body, errors="surrogateescape")
        if nginx(work, "-t").returncode == 0:
            return context
    return None


def sample(pattern):
    """A path that a regular expression of a location matches, or None."""
    try:
        import re._parser as parser
    except ImportError:
        import sre_parse as parser
    try:
        parsed = parser.parse(pattern)
    except re.error:
        return None

    def write(items):
        out = ""
        for kind, value in items:
            name = str(kind)
            if name == "LITERAL":
                out += chr(value)
            elif name in ("NOT_LITERAL", "ANY"):
                out += "z" if name == "ANY" or value != ord("z") else "y"
            elif name == "IN":
                out += choose(value)
            elif name in ("MAX_REPEAT", "MIN_REPEAT"):
                out += write(value[2]) * max(value[0], min(1, value[1]))
            elif name == "SUBPATTERN":
                out += write(value[-1])
            elif name == "BRANCH":
                out += write(value[1][0])
        return out

    def choose(items):
        negated = str(items[0][0]) == "NEGATE"
        for candidate in "za0-_.A/~":
            hit = False
            for kind, value in items[1:] if negated else items:
                name = str(kind)
                if name == "LITERAL":
                    hit = hit or ord(candidate) == value
                elif name == "RANGE":
                    hit = hit or value[0] <= ord(candidate) <= value[1]
                elif name == "CATEGORY":
                    hit = hit or (candidate.isdigit() if "DIGIT" in str(value) else candidate.isalnum())
            if hit != negated:
                return candidate
        return "z"

    path = write(parsed)
    path = path if path.startswith("/") else "/" + path
    return path if re.search(pattern, path) else None


def matches(location, path):
    modifier, text = location["modifier"], location["path"]
    try:
        if modifier == "=":
            return path == text
        if modifier in ("~", "~*"):
            return re.search(text, path, re.I if modifier == "~*" else 0) is not None
    except re.error:
        return False
    return bool(text) and path.startswith(text)


def chosen(locations, path):
    """The location that answers, as nginx's documentation says; None where it is not sure."""
    for location in locations:
        if location["modifier"] == "=" and location["path"] == path:
            return location
    prefixes = [location for location in locations if location["modifier"] in ("", "^~") and matches(location, path)]
    best = max(prefixes, key=lambda location: len(location["path"]), default=None)
    if best is not None and best["modifier"] == "^~":
        return best
    for location in locations:
        if location["modifier"] in ("~", "~*") and matches(location, path):
            return location
    return best


def probe_of(location):
    modifier, path = location["modifier"], location["path"]
    if modifier in ("~", "~*"):
        return sample(path)
    if modifier == "=":
        return path
    if modifier in ("", "^~") and path.startswith("/"):
        return path + "probe.zz"
    return None


def fetch(world, listener, host, path):
    kind = http.client.HTTPSConnection if listener["tls"] else http.client.HTTPConnection
    options = {"context": ssl._create_unverified_context()} if listener["tls"] else {}
    connection = kind("127.0.0.1", listener["port"], timeout=3, **options)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheaders()
    finally:
        connection.close()


def expected(location, status, names):
    fixed, computed = [], set()
    for header in location["headers"]:
        if not header["always"] and status not in SUCCESS:
            continue
        if "$" in header["value"]:
            computed.add(header["name"].lower())
        elif header["name"].lower() in names:
            fixed.append((header["name"].lower(), header["value"].strip()))
    return sorted(fixed), computed


def conditional(location, locations):
    """Whether an `if` block follows the location before the next one: what it sends depends on the request."""
    at = locations.index(location) + 1
    return at < len(locations) and locations[at]["modifier"] == "if" and locations[at]["headers"] != location["headers"]


def compare(world, model, report):
    """Fetches every location of every server; the differences as lines."""
    names = {header["name"].lower() for server in model["servers"] for location in server["locations"]
             for header in location["headers"] + location.get("dropped", [])} - OWN
    differences, compared = [], 0
    taken = collections.Counter()
    for server in model["servers"]:
        if not server["listeners"]:
            continue
        listener = server["listeners"][0]
        host = next((name for name in server["names"] if re.fullmatch(r"[A-Za-z0-9.-]+", name)), "unknown.invalid")
        taken[(listener["port"], host)] += 1
        if taken[(listener["port"], host)] > 1 or (host == "unknown.invalid" and not listener["default_server"]):
            continue
        own, locations = server["locations"][0], server["locations"][1:]
        for location in locations + [own]:
            path = probe_of(location) if location is not own else "/no-location-%d" % random.randrange(10**9)
            if path is None or location["internal"] or location["modifier"] == "@":
                continue
            answering = chosen(locations, path) or own
            if answering is not location:
                report["hidden"] += 1
                continue
            if conditional(location, [own] + locations):
                report["conditional"] += 1
                continue
            folder = (world.root / path.lstrip("/")).parent
            if ".." not in path and "\0" not in path and len(path) < 200 and not path.endswith("/"):
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                    (world.root / path.lstrip("/")).write_text("probe\n")
                    (world.root / path.rsplit("/", 1)[1]).write_text("probe\n")
                except OSError:
                    pass
            try:
                status, headers = fetch(world, listener, host, path)
            except (OSError, http.client.HTTPException, ValueError):
                report["closed"] += 1
                continue
            if status in (301, 302) and any(k.lower() == "location" and v.endswith(path + "/") for k, v in headers):
                continue  # a folder of the document root
            wanted, computed = expected(location, status, names)
            sent = sorted((name.lower(), value.strip()) for name, value in headers
                          if name.lower() in names and name.lower() not in computed)
            compared += 1
            if sent != wanted:
                differences.append("%s%s (%s): sent %s, computed %s" % (host, path, status, sent, wanted))
    report["locations"] += compared
    return differences


def judge(world, binary, source, report):
    work = world.folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    # nginx reads its copy where it lies; for us the same text lies in /etc/nginx.
    for copy, place in (("conf", str(work / "conf")), ("seen", "/etc/nginx")):
        shutil.copytree(source.parent, work / copy, symlinks=True, ignore=shutil.ignore_patterns("*.json"))
        for file in (work / copy).rglob("*"):
            if file.is_file() and not file.is_symlink():
                text = file.read_text(errors="surrogateescape")
                file.write_text(world.adapted(text, place), errors="surrogateescape")
    file = work / "conf" / source.name
    context = configured(world, file, work)
    if context is None:
        report["refused"] += 1
        return None
    started = nginx(work)
    if started.returncode != 0:
        report["refused"] += 1
        return None
    try:
        told = subprocess.run([binary, "inspect", "proxy", str(work / "seen" / source.name)], capture_output=True, text=True)
        if told.returncode != 0:
            return ["inspect proxy ended with %d: %s" % (told.returncode, told.stderr.strip())]
        model = json.loads(told.stdout)
        for server in model["servers"]:
            if context in ("server", "location") and not server["listeners"]:
                server["listeners"] = [{"port": world.port(80), "tls": False, "default_server": True}]
        if context == "location":
            return None
        return compare(world, model, report)
    finally:
        nginx(work, "-s", "stop")


def main():
    binary, folders = sys.argv[1], [pathlib.Path(folder) for folder in sys.argv[2:]]
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        print("skip - nginx or openssl is not installed")
        return 0
    report = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        world = World(pathlib.Path(folder))
        world.folder.chmod(0o755)
        for base in folders:
            files = [file for file in sorted(base.rglob("*")) if file.is_file() and file.stat().st_size < 200_000
                     and (file.suffix in (".conf", ".template", "") and file.name != "README")]
            for source in files:
                name = str(source.relative_to(base))
                differences = judge(world, binary, source, report)
                if differences is None:
                    continue
                report["configurations"] += 1
                if differences:
                    print("not ok - nginx sends what was computed: %s" % name)
                    for line in differences:
                        print("    " + line)
                else:
                    report["equal"] += 1
    counts = "{configurations} configurations ran, {locations} locations fetched; {refused} configurations refused by nginx; left out: "
    counts += "{conditional} locations with `if`, {hidden} that another one hides, {closed} that answer nothing"
    print(counts.format_map(collections.defaultdict(int, report)))
    if report["configurations"] and report["equal"] == report["configurations"]:
        print("ok - nginx sends the computed headers at every location of %d configurations" % report["configurations"])
    elif not report["configurations"]:
        print("not ok - no configuration ran")
    return 0 if report["equal"] == report["configurations"] else 1


sys.exit(main())
