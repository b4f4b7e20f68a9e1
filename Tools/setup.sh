#!/bin/bash
# Installs the Debian packages that building, testing and measuring need, when they are missing.
set -euo pipefail

wanted=(zlib1g-dev libzstd-dev liblzma-dev libbz2-dev libisal-dev libyaml-dev libexpat1-dev libsimdjson-dev
    libsqlite3-dev libpq-dev postgresql
    pkg-config g++ python3 python3-venv zstd mmdebstrap umoci skopeo docker-registry openssl strace time
    # Tools whose order of versions the tests compare with.
    python3-apt python3-rpm python3-packaging node-semver ruby
    # Whose findings the tests compare with.
    debsecan)
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "setup: installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { $as_root apt-get -q update && $as_root apt-get -q install -y --no-install-recommends "${missing[@]}"; } \
    > "$log" 2>&1; then
    tail -30 "$log" >&2
    exit 1
fi
