# SPDX-License-Identifier: Apache-2.0
"""Make wheels of Python packages that Debian installed: debian-wheels.py FOLDER NAME... (with what they need)."""
import base64
import hashlib
import importlib.metadata as metadata
import os
import re
import subprocess
import sys
import zipfile

SITE = "/usr/lib/python3/dist-packages"


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def installed():
    return {canonical(d.metadata["Name"]): d for d in metadata.distributions(path=[SITE])}


def owner(distribution):
    """The Debian package that holds the distribution's metadata folder."""
    text = subprocess.run(["dpkg", "-S", str(distribution._path)], check=True, capture_output=True, text=True).stdout
    return text.split(":")[0].split(",")[0]


def files_of(package):
    text = subprocess.run(["dpkg", "-L", package], check=True, capture_output=True, text=True).stdout
    for path in text.splitlines():
        if path.startswith(SITE + "/") and os.path.isfile(path) and not re.search(r"\.(dist|egg)-info/", path):
            yield path, path[len(SITE) + 1:]


def requirements(distribution):
    for line in distribution.requires or []:
        if "extra ==" in line:
            continue
        name = canonical(re.match(r"[A-Za-z0-9_.-]+", line).group(0))
        yield name, line


def unbundled(distribution, known):
    """Files of packages that upstream carries inside its own and Debian took out: needed, but not by the metadata."""
    text = subprocess.run(["dpkg-query", "-W", "-f", "${Depends}", owner(distribution)], check=True, capture_output=True, text=True).stdout
    named = {name for name, _ in requirements(distribution)}
    owners = {owner(other): name for name, other in known.items()}
    for package in re.findall(r"python3-[a-z0-9.+-]+", text):
        if owners.get(package) and owners[package] not in named:
            yield from files_of(package)


def entry_points(distribution):
    groups = {}
    for point in distribution.entry_points:
        groups.setdefault(point.group, []).append(f"{point.name} = {point.value}")
    return "".join(f"[{group}]\n" + "\n".join(lines) + "\n\n" for group, lines in sorted(groups.items()))


def record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def make(folder, distribution, known):
    name = distribution.metadata["Name"]
    stem = f"{re.sub(r'[-_.]+', '_', name)}-{distribution.version}"
    info = f"{stem}.dist-info"
    native = any(path.endswith(".so") for path, _ in files_of(owner(distribution)))
    tag = f"cp3{sys.version_info.minor}-cp3{sys.version_info.minor}-linux_x86_64" if native else "py3-none-any"
    files = list(files_of(owner(distribution))) + list(unbundled(distribution, known))
    entries = {inside: open(path, "rb").read() for path, inside in files}
    needs = "".join(f"Requires-Dist: {line}\n" for wanted, line in requirements(distribution) if wanted in known)
    entries[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {distribution.version}\n{needs}".encode())
    entries[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: debian-wheels\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    points = entry_points(distribution)
    if points:
        entries[f"{info}/entry_points.txt"] = points.encode()
    record = "".join(record_line(inside, data) for inside, data in sorted(entries.items()))
    entries[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    with zipfile.ZipFile(os.path.join(folder, f"{stem}-{tag}.whl"), "w", zipfile.ZIP_DEFLATED) as wheel:
        for inside, data in sorted(entries.items()):
            wheel.writestr(zipfile.ZipInfo(inside, (2025, 11, 25, 0, 0, 0)), data)


def main():
    folder, wanted = sys.argv[1], sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    known = installed()
    todo = [canonical(name) for name in wanted]
    done = set()
    while todo:
        name = todo.pop()
        if name in done or name not in known:
            continue
        done.add(name)
        make(folder, known[name], known)
        todo += [needed for needed, _ in requirements(known[name])]


main()
