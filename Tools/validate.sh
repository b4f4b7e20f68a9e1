#!/bin/bash
# Writes the SBOM of an image in every format and hands the documents to the official validators.
#   Tools/validate.sh [IMAGE]      default: the slim benchmark image
set -euo pipefail
cd "$(dirname "$0")/.."
obryza=${RELEASE_SCRATCH:-.build-release}/release/obryza

[ $# -gt 0 ] || Benchmarks/make-images.sh slim
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
code=0
"$obryza" sbom "${1:-oci:Benchmarks/images/slim}" \
    --format "spdx-json=$out/image.spdx.json" --format "spdx3-json=$out/image.spdx3.json" \
    --format "cyclonedx-json@1.6=$out/image.1.6.cdx.json" --format "cyclonedx-json@1.7=$out/image.1.7.cdx.json" \
    --format "cyclonedx-xml@1.6=$out/image.1.6.cdx.xml" --format "cyclonedx-xml@1.7=$out/image.1.7.cdx.xml" || code=$?
[ "$code" = 0 ] || [ "$code" = 3 ] || exit "$code"
Tools/validate/validate.sh "$out"
