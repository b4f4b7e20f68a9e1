#!/usr/bin/env python3
"""Microseconds of CPU that the PyPI client `sigstore` takes for the same bundles, trust root read once.

usage: peer.py FOLDER      the folder conformance/sigstore
"""

import os
import sys
import time

from sigstore.models import Bundle, TrustedRoot
from sigstore.verify import Verifier, policy


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "a.txt"), "rb") as file:
        artifact = file.read()
    identity = policy.Identity(
        identity="https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/"
        "extremely-dangerous-oidc-beacon.yml@refs/heads/main",
        issuer="https://token.actions.githubusercontent.com")
    for name in ("happy-path-v0.1", "happy-path-v0.3", "happy-path-intoto-in-dsse-v3", "rekor2-happy-path",
                 "rekor2-dsse-happy-path"):
        own = os.path.join(folder, name, "trusted_root.json")
        root = own if os.path.exists(own) else os.path.join(folder, "_public-good", "trusted_root.json")
        verifier = Verifier(trusted_root=TrustedRoot.from_file(root))
        with open(os.path.join(folder, name, "bundle.sigstore.json"), encoding="utf-8") as file:
            text = file.read()
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            for _ in range(20):
                bundle = Bundle.from_json(text)
                if bundle._dsse_envelope is not None:
                    verifier.verify_dsse(bundle, identity)
                else:
                    verifier.verify_artifact(artifact, bundle, identity)
            best = min(best, (time.process_time() - start) / 20)
        print(f"sigstore (PyPI) {name}\t{best * 1e6:.1f}\t{1 / best:.0f}")


main()
