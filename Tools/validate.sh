#!/bin/bash
# Writes SBOMs in every format and hands the documents to the official validators: of the slim benchmark image, of the
# same image without its package database, and of this source tree.
#   Tools/validate.sh [REFERENCE]...      other things to describe
set -euo pipefail
cd "$(dirname "$0")/.."
obryza=${RELEASE_SCRATCH:-.build-release}/release/obryza

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# describe NAME REFERENCE OPTION...: 3 says that something is unknown, which for some of these it is.
describe() {
    local code=0
    "$obryza" sbom "$2" "${@:3}" \
        --format "spdx-json=$out/$1.spdx.json" --format "spdx3-json=$out/$1.spdx3.json" \
        --format "cyclonedx-json@1.6=$out/$1.1.6.cdx.json" --format "cyclonedx-json@1.7=$out/$1.1.7.cdx.json" \
        --format "cyclonedx-xml@1.6=$out/$1.1.6.cdx.xml" --format "cyclonedx-xml@1.7=$out/$1.1.7.cdx.xml" \
        2> "$out/errors" || code=$?
    [ "$code" = 0 ] || [ "$code" = 3 ] || { cat "$out/errors" >&2; exit "$code"; }
    echo "validate: $1 is $2"
}

if [ $# -gt 0 ]; then
    number=0
    for reference in "$@"; do describe "$((number += 1))" "$reference"; done
else
    Benchmarks/make-images.sh slim
    describe slim oci:Benchmarks/images/slim

    # A layer more, with a whiteout in the place of the package database.
    mkdir -p "$out/work/gone/var/lib"
    : > "$out/work/gone/var/lib/.wh.dpkg"
    tar -C "$out/work/gone" --sort=name --mtime=@0 --owner=0 --group=0 -cf "$out/work/gone.tar" .
    for blob in Benchmarks/images/slim/blobs/sha256/*; do
        if gzip -t "$blob" 2> /dev/null; then gzip -dc "$blob" > "$out/work/base.tar"; fi
    done
    Tools/oci-layout.py "$out/work/stripped" latest "$out/work/base.tar" "$out/work/gone.tar"
    describe stripped "oci:$out/work/stripped"

    # What is built is no source, and fuzzers start from manifests of nothing.
    mkdir "$out/work/source"
    tar --exclude='./.*' --exclude=./Fuzz/seeds --exclude=./Benchmarks/images --exclude=./Benchmarks/results -cf - . \
        | tar -C "$out/work/source" -xf -
    # No file of a source tree says who supplies it.
    describe source "dir:$out/work/source" --supplier "The Obryza project"
    rm -rf "$out/work"
fi
rm -f "$out/errors"
Tools/validate/validate.sh "$out"
