#!/bin/bash
# The whole benchmark: Benchmarks/run.sh [IMAGE]...   (default: slim mixed)
#
# Builds release, makes the images when they are missing, installs syft from PyPI into .venv, measures, and
# compares what was found. OBRYZA_ADVISORIES names a folder of *.ndjson.zst for the JSON part, OBRYZA_SHARED one with
# conformance/versions for the order of versions.
set -euo pipefail
cd "$(dirname "$0")/.."
. Benchmarks/common.sh

[ $# -gt 0 ] || set -- slim mixed
build_release json-benchmark cvss-benchmark versions-benchmark floor obryza
install_syft
Benchmarks/make-images.sh "$@"

texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
advisories=${OBRYZA_ADVISORIES:-../shared/advisories}
if [ -d "$advisories" ]; then
    for name in go pypi vulnrichment; do
        # `head` ends zstd early by a closed pipe, which pipefail would take for a failure.
        { zstd -dc "$advisories/$name.ndjson.zst" || [ $? = 141 ]; } | head -n 20000 \
            | { printf '['; paste -sd,; printf ']'; } > "$texts/$name.json"
    done
else
    echo "no advisory data at $advisories: that part of the JSON benchmark is skipped"
fi
"$bin/json-benchmark" "$texts"/*.json
echo
install_cvss
.venv/bin/python Benchmarks/scores.py "$bin"
if [ -d "$advisories" ]; then
    build_release advisories-benchmark
    plain=$(find "$advisories" -name '*.zst' -exec zstd -dcq {} + | wc -c)
    "$bin/advisories-benchmark" "$advisories" "$plain"
fi
if [ -d "$advisories" ]; then
    "$bin/obryza" db build "$advisories" --output "$texts/advisories.db" --force 2> /dev/null || [ $? = 3 ]
    python3 Benchmarks/scan.py "$bin" "$texts/advisories.db" "$@"
fi
build_release component-index-benchmark
"$bin/component-index-benchmark"
vectors=${OBRYZA_SHARED:-../shared}/conformance/versions
if [ -d "$vectors" ]; then
    "$bin/versions-benchmark" "$vectors"
    /usr/bin/python3 Benchmarks/Versions/peers.py "$vectors"
else
    echo "no version vectors at $vectors: that benchmark is skipped"
fi
bundles=${OBRYZA_SHARED:-../shared}/conformance/sigstore
if [ -d "$bundles" ]; then
    build_release signatures-benchmark
    "$bin/signatures-benchmark" "$bundles"
    install_sigstore
    .venv/bin/python Benchmarks/Signatures/peer.py "$bundles"
else
    echo "no bundles at $bundles: that benchmark is skipped"
fi
policies=${OBRYZA_SHARED:-../shared}/bench/rego
if [ -d "$policies" ]; then
    build_release rego-benchmark
    "$bin/rego-benchmark" "$policies"
    echo
    "$bin/rego-benchmark" --generated
    install_regopy
    echo
    echo "regopy             us/eval"
    .venv/bin/python Benchmarks/Rego/peer.py "$policies"
else
    echo "no policies at $policies: that benchmark is skipped"
fi
echo
python3 Benchmarks/inventory.py "$bin" "$@"
status=0
for image in "$@"; do
    echo
    echo "== $image: what was found"
    [ -f "Benchmarks/results/$image.syft.json" ] || continue
    python3 Benchmarks/compare.py "Benchmarks/results/$image.syft.json" "Benchmarks/results/$image.obryza.json" \
        || status=1
done
exit "$status"
