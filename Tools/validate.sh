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

    # Statements on exploitability, in each of their formats.
    say() { "$obryza" vex create oci:Benchmarks/images/slim --author "The Obryza project" "$@"; }
    say --vulnerability CVE-2022-40303 --status not_affected --justification inline_mitigations_already_exist \
        --impact "Not compiled in." --component pkg:deb/debian/libxml2@2.9.14 -o "$out/said.json"
    say --vulnerability CVE-2021-44228 --alias GHSA-jfh8-c2jp-5v3q --status affected --action "Update to 2.17.1." \
        --component pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1 --update "$out/said.json" -o "$out/said.json"
    say --vulnerability CVE-2023-0001 --status under_investigation --update "$out/said.json" -o "$out/said.json"
    for format in csaf cyclonedx; do
        "$obryza" vex merge "$out/said.json" --author "The Obryza project" --namespace https://example.org \
            --format "$format" -o "$out/vex.$format.json"
    done

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
