#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An image archive with its layers compressed, and the compressed layers one behind the other.

compress_layers.py gzip|zstd ARCHIVE TARGET LAYERS
"""
import io
import json
import subprocess
import sys
import tarfile

how, source, target, layers = sys.argv[1:5]
fast = {"gzip": ["gzip", "-c", "-4"], "zstd": ["zstd", "-q", "-c", "-3"]}[how]
with tarfile.open(source) as old, tarfile.open(target, "w") as new, open(layers, "wb") as all_layers:
    manifest = json.load(old.extractfile("manifest.json"))
    names = {name for image in manifest for name in image["Layers"]}
    for member in old:
        if not member.isfile() or member.name in ("index.json", "oci-layout"):
            continue
        data = old.extractfile(member)
        if member.name in names:
            packed = subprocess.run(fast, input=data.read(), stdout=subprocess.PIPE, check=True).stdout
            all_layers.write(packed)
            data = io.BytesIO(packed)
            # The name promises the digest of other bytes.
            member.name = "packed/" + member.name.rsplit("/", 1)[-1]
            member.size = len(packed)
        elif member.name == "manifest.json":
            for image in manifest:
                image["Layers"] = ["packed/" + name.rsplit("/", 1)[-1] for name in image["Layers"]]
                image.pop("LayerSources", None)
            text = json.dumps(manifest).encode()
            member.size = len(text)
            data = io.BytesIO(text)
        new.addfile(member, data)
