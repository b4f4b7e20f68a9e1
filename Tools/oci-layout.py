#!/usr/bin/env python3
"""Puts layer tars together as an OCI image layout (image-spec 1.1, image-layout.md).

usage: oci-layout.py LAYOUT TAG LAYER.tar...

Layers are compressed with gzip, or pigz where it is installed, without a time or name in the header, so
that equal tars give an equal image. SOURCE_DATE_EPOCH is the image's creation time (default 0).
"""

import datetime
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
CHUNK = 1 << 20


def store(layout, data):
    """Writes a small blob and returns its digest and size."""
    digest = hashlib.sha256(data).hexdigest()
    with open(os.path.join(layout, "blobs/sha256", digest), "wb") as blob:
        blob.write(data)
    return f"sha256:{digest}", len(data)


def store_layer(layout, tar):
    """Compresses one tar into the layout and returns diff id, digest and size."""
    packer = ["pigz", "-6nc"] if shutil.which("pigz") else ["gzip", "-6nc"]
    partial = os.path.join(layout, "blobs/sha256/partial")
    plain, packed = hashlib.sha256(), hashlib.sha256()
    with open(partial, "wb") as blob:
        process = subprocess.Popen(packer + [tar], stdout=subprocess.PIPE)
        while chunk := process.stdout.read(CHUNK):
            packed.update(chunk)
            blob.write(chunk)
        if process.wait() != 0:
            sys.exit(f"oci-layout: {packer[0]} failed on {tar}")
    with open(tar, "rb") as source:
        while chunk := source.read(CHUNK):
            plain.update(chunk)
    size = os.path.getsize(partial)
    os.replace(partial, os.path.join(layout, "blobs/sha256", packed.hexdigest()))
    return f"sha256:{plain.hexdigest()}", f"sha256:{packed.hexdigest()}", size


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    layout, tag, tars = sys.argv[1], sys.argv[2], sys.argv[3:]
    os.makedirs(os.path.join(layout, "blobs/sha256"), exist_ok=True)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    created = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    layers = [store_layer(layout, tar) for tar in tars]
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    config = {
        "created": created,
        "architecture": machine,
        "os": "linux",
        "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], "Cmd": ["bash"]},
        "rootfs": {"type": "layers", "diff_ids": [layer[0] for layer in layers]},
        "history": [{"created": created, "created_by": os.path.basename(tar)} for tar in tars],
    }
    config_digest, config_size = store(layout, json.dumps(config).encode())
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": CONFIG, "digest": config_digest, "size": config_size},
        "layers": [{"mediaType": LAYER, "digest": digest, "size": size} for _, digest, size in layers],
    }
    digest, size = store(layout, json.dumps(manifest).encode())
    descriptor = {
        "mediaType": MANIFEST,
        "digest": digest,
        "size": size,
        "annotations": {"org.opencontainers.image.ref.name": tag},
        "platform": {"architecture": machine, "os": "linux"},
    }
    with open(os.path.join(layout, "index.json"), "w") as index:
        json.dump({"schemaVersion": 2, "manifests": [descriptor]}, index)
    with open(os.path.join(layout, "oci-layout"), "w") as marker:
        json.dump({"imageLayoutVersion": "1.0.0"}, marker)


if __name__ == "__main__":
    main()
