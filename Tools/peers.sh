#!/bin/bash
# Puts into .venv the PyPI packages that tests compare with: python-tuf makes the repositories that our client reads,
# sigstore signs with our authority and verifies what we sign.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=(tuf==7.0.1 sigstore==4.5.1 cryptography)
[ -d .venv ] || python3 -m venv .venv
.venv/bin/python -c 'import tuf.api.metadata, sigstore, cryptography' 2> /dev/null \
    || .venv/bin/python -m pip -q install "${wanted[@]}"
