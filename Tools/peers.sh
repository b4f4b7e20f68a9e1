#!/bin/bash
# Puts into .venv the PyPI packages that tests compare with: python-tuf makes the repositories that our client reads.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=(tuf==7.0.1 cryptography)
[ -d .venv ] || python3 -m venv .venv
.venv/bin/python -c 'import tuf.api.metadata, cryptography' 2> /dev/null \
    || .venv/bin/python -m pip -q install "${wanted[@]}"
