# SPDX-License-Identifier: Apache-2.0
"""image-of-layers.py TARGET LAYER.tar...: an archive as `docker save` writes it, of these layers."""
import hashlib
import io
import json
import sys
import tarfile

target, *layers = sys.argv[1:]


def digest(path):
    sha = hashlib.sha256()
    with open(path, "rb") as data:
        while block := data.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


digests = [digest(layer) for layer in layers]
config = {"architecture": "amd64", "os": "linux", "created": "2026-11-01T00:00:00Z", "config": {},
          "rootfs": {"type": "layers", "diff_ids": ["sha256:" + d for d in digests]}}
manifest = [{"Config": "config.json", "RepoTags": ["truth:1"], "Layers": [d + ".tar" for d in digests]}]
with tarfile.open(target, "w") as tar:
    for layer, name in zip(layers, digests):
        tar.add(layer, name + ".tar")
    for name, document in (("config.json", config), ("manifest.json", manifest)):
        text = json.dumps(document).encode()
        info = tarfile.TarInfo(name)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
