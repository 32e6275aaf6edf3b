# SPDX-License-Identifier: Apache-2.0
"""Writes finance-tracker-before-backend.tar beside itself: a small archive as `docker save` makes it, for the demo of
scripts/install.sh on machines without an engine. Same input, same bytes.

It is a cut-down image of ../finance-tracker-before/backend: the files that an audit looks at (package lists, metadata of
Python packages, the application), none of the programs. The base system is Debian 12.
"""
import hashlib
import io
import json
import pathlib
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
BACKEND = HERE.parent / "finance-tracker-before" / "backend"
CREATED = "2026-11-20T12:00:00Z"
TAG = "finance-tracker-before-backend:latest"

DEBIAN = """PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
"""

BASE_PACKAGES = [
    ("apt", "2.6.1", "apt"), ("base-files", "12.4+deb12u5", "base-files"), ("bash", "5.2.15-2+b2", "bash"),
    ("libc6", "2.36-9+deb12u4", "glibc"), ("libssl3", "3.0.11-1~deb12u2", "openssl"), ("openssl", "3.0.11-1~deb12u2", "openssl"),
    ("perl-base", "5.36.0-7+deb12u1", "perl"), ("zlib1g", "1:1.2.13.dfsg-1", "zlib"),
]
ADDED_PACKAGES = [
    ("curl", "7.88.1-10+deb12u5", "curl"), ("gcc", "4:12.2.0-3", "gcc-defaults"), ("git", "1:2.39.2-1.1", "git"),
    ("libpq-dev", "15.6-0+deb12u1", "postgresql-15"), ("libpq5", "15.6-0+deb12u1", "postgresql-15"),
]
PYTHON_PACKAGES = [
    ("blinker", "1.7.0"), ("click", "8.1.7"), ("Flask", "2.2.2"), ("Flask-Cors", "3.0.10"), ("itsdangerous", "2.1.2"),
    ("Jinja2", "3.1.2"), ("MarkupSafe", "2.1.3"), ("psycopg2", "2.9.9"), ("Werkzeug", "2.2.2"),
]
SITE = "usr/local/lib/python3.9/site-packages"


def status(packages):
    stanza = "Package: {0}\nStatus: install ok installed\nArchitecture: amd64\nSource: {2}\nVersion: {1}\nMaintainer: Debian\nDescription: {0}\n"
    return "\n".join(stanza.format(*package) for package in sorted(packages))


def layer(files):
    """A layer tar of {path: (mode, content)}; a content of None makes a folder."""
    folders = sorted({str(parent) for path in files for parent in pathlib.PurePosixPath(path).parents} - {"."})
    entries = {folder: (0o755, None) for folder in folders} | files
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, (mode, content) in sorted(entries.items()):
            entry = tarfile.TarInfo(path)
            entry.mode = mode
            if content is None:
                entry.type = tarfile.DIRTYPE
                tar.addfile(entry)
            else:
                data = content if isinstance(content, bytes) else content.encode()
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def layers():
    executable = b"\x7fELF cut down: this archive holds no programs\n"
    base = {
        "etc/os-release": (0o644, DEBIAN),
        "etc/passwd": (0o644, "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
        "usr/bin/passwd": (0o4755, executable), "usr/bin/su": (0o4755, executable), "usr/bin/mount": (0o4755, executable),
        "usr/bin/apt-get": (0o755, executable), "usr/local/bin/python3.9": (0o755, executable),
        "var/lib/dpkg/status": (0o644, status(BASE_PACKAGES)),
    }
    added = {
        "usr/bin/gcc": (0o755, executable), "usr/bin/git": (0o755, executable), "usr/bin/curl": (0o755, executable),
        "var/lib/dpkg/status": (0o644, status(BASE_PACKAGES + ADDED_PACKAGES)),
        "var/lib/apt/lists/debian_dists_bookworm_main_binary-amd64_Packages": (0o644, "Package: curl\nVersion: 7.88.1-10+deb12u5\n"),
    }
    application = {f"app/{path.name}": (0o644, path.read_bytes()) for path in sorted(BACKEND.iterdir()) if path.is_file()}
    application["app/.env"] = (0o644, (BACKEND.parent / ".env").read_bytes())
    python = {
        f"{SITE}/{name.replace('-', '_')}-{version}.dist-info/METADATA": (0o644, f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        for name, version in PYTHON_PACKAGES
    }
    python["root/.cache/pip/http/a/b/c/d/e/abcde"] = (0o644, "cached answer\n")
    removed = {"app/.wh..env": (0o000, "")}
    return [
        ("/bin/sh -c #(nop) ADD file:base in / ", base),
        ("/bin/sh -c apt-get install -y gcc libpq-dev curl git", added),
        ("/bin/sh -c #(nop) COPY dir:. in . ", application),
        ("/bin/sh -c pip install -r requirements.txt", python),
        ("/bin/sh -c rm -f .env", removed),
    ]


def main():
    history, blobs = [], []
    for command, files in layers():
        history.append({"created": CREATED, "created_by": command})
        blobs.append(layer(files))
    history.append({"created": CREATED, "created_by": '/bin/sh -c #(nop)  CMD ["python" "app.py"]', "empty_layer": True})
    digests = [hashlib.sha256(blob).hexdigest() for blob in blobs]
    config = json.dumps({
        "architecture": "amd64", "os": "linux", "created": CREATED,
        "config": {
            "User": "", "WorkingDir": "/app", "Cmd": ["python", "app.py"], "ExposedPorts": {"5000/tcp": {}},
            "Env": ["PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "PYTHON_VERSION=3.9.18"],
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}" for digest in digests]},
        "history": history,
    }, separators=(",", ":")).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = json.dumps([{
        "Config": config_name, "RepoTags": [TAG], "Layers": [f"{digest}/layer.tar" for digest in digests],
    }], separators=(",", ":")).encode()
    entries = [(f"{digest}/layer.tar", blob) for digest, blob in zip(digests, blobs)]
    with tarfile.open(HERE / "finance-tracker-before-backend.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in entries + [(config_name, config), ("manifest.json", manifest)]:
            entry = tarfile.TarInfo(name)
            entry.mode, entry.size = 0o644, len(data)
            tar.addfile(entry, io.BytesIO(data))


main()
