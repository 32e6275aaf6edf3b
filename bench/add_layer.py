#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An image archive as engines from 25 on name its parts, with NUMBER small layers more on top.

add_layer.py ARCHIVE TARGET NUMBER
"""
import hashlib
import io
import json
import sys
import tarfile


def blob(content):
    return "blobs/sha256/" + hashlib.sha256(content).hexdigest()


def small_layer(number):
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        for i in range(50):
            text = f"setting_{i} = value {number}\n".encode() * 500
            info = tarfile.TarInfo(f"app/part-{i}.py")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    return layer.getvalue()


source, target, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
with tarfile.open(source) as old, tarfile.open(target, "w") as new:
    def add(name, content):
        info = tarfile.TarInfo(name)
        info.size = len(content)
        new.addfile(info, io.BytesIO(content))

    def content(name):
        return old.extractfile(name).read()

    manifest = json.loads(content("manifest.json"))
    written = {}
    for image in manifest:
        config = json.loads(content(image["Config"]))
        for name in image["Layers"]:
            if name not in written:
                layer = content(name)
                written[name] = blob(layer)
                add(written[name], layer)
        layers = [written[name] for name in image["Layers"]]
        for i in range(number):
            layer = small_layer(i)
            add(blob(layer), layer)
            layers.append(blob(layer))
            config["rootfs"]["diff_ids"].append("sha256:" + hashlib.sha256(layer).hexdigest())
            config.setdefault("history", []).append({"created_by": "COPY . /app # buildkit"})
        text = json.dumps(config).encode()
        add(blob(text), text)
        image["Config"], image["Layers"] = blob(text), layers
        image.pop("LayerSources", None)
    add("manifest.json", json.dumps(manifest).encode())
