#!/bin/bash
# Writes the SBOM of the slim benchmark image in every format and hands each document to the official validators,
# which are installed from PyPI into .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
obryza=${RELEASE_SCRATCH:-.build-release}/release/obryza

[ -d .venv ] || python3 -m venv .venv
.venv/bin/python -m pip -q install spdx-tools==0.8.5 spdx3-validate==0.0.7 'cyclonedx-python-lib[validation]==11.12.0'
Benchmarks/make-images.sh slim
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
code=0
"$obryza" sbom "${1:-oci:Benchmarks/images/slim}" \
    --format "spdx-json=$out/spdx.json" --format "spdx3-json=$out/spdx3.json" \
    --format "cyclonedx-json@1.6=$out/1.6.json" --format "cyclonedx-json@1.7=$out/1.7.json" \
    --format "cyclonedx-xml@1.6=$out/1.6.xml" --format "cyclonedx-xml@1.7=$out/1.7.xml" || code=$?
[ "$code" = 0 ] || [ "$code" = 3 ] || exit "$code"

status=0
check() {
    local name=$1
    shift
    if "$@" > "$out/log" 2>&1; then echo "valid    $name"; else
        echo "INVALID  $name"
        head -40 "$out/log"
        status=1
    fi
}
check "SPDX 2.3 JSON" .venv/bin/pyspdxtools -i "$out/spdx.json"
check "SPDX 3.0.1 JSON-LD" .venv/bin/spdx3-validate --json "$out/spdx3.json"
for version in 1.6 1.7; do
    for format in json xml; do
        check "CycloneDX $version $format" .venv/bin/python Tools/validate_cyclonedx.py "$out/$version.$format"
    done
done
exit "$status"
