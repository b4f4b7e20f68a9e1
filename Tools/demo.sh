#!/bin/bash
# From a fresh clone to a first verdict: builds obryza, makes a small Debian image on the spot, and runs
# the main job on it.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=${RELEASE_SCRATCH:-.build-release}

echo "demo: building obryza (release; some minutes the first time)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build -c release --scratch-path "$scratch" --product obryza > "$log" 2>&1; then
    tail -30 "$log"
    exit 1
fi
obryza=$scratch/release/obryza

echo "demo: making a Debian image"
Benchmarks/make-images.sh slim
mkdir -p Benchmarks/results
image=oci:Benchmarks/images/slim

# 3 says that something is unknown, which for an image without signatures it is.
show() {
    local code=0
    echo
    echo "\$ obryza $*"
    "$obryza" "$@" || code=$?
    [ "$code" = 0 ] || [ "$code" = 3 ] || exit "$code"
}
show sbom "$image" --format spdx-json=Benchmarks/results/demo.spdx.json
show inventory "$image"
show verify "$image"
echo
echo "demo: the SBOM is in Benchmarks/results/demo.spdx.json"
