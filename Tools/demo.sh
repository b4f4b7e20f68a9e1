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
Benchmarks/make-images.sh late
mkdir -p Benchmarks/results
image=oci:Benchmarks/images/late

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

echo
echo "demo: reading the changelogs of the newest packages for the vulnerabilities they fix"
packages=$("$obryza" sbom "$image" --format json 2> /dev/null |
    python3 -c 'import json, sys
print(*[c["name"] + "=" + c["version"] for c in json.load(sys.stdin)["components"] if c["ecosystem"] == "deb"])') || true
Tools/changelog-feed.py $packages > Benchmarks/results/changelogs.tsv
export OBRYZA_DB=Benchmarks/results/advisories.db
show db build Benchmarks/results/changelogs.tsv --output "$OBRYZA_DB" --as-of "$(date -u +%F)" --force
show scan "$image" --exposed no
flaw=$("$obryza" scan "$image" 2> /dev/null | grep -o '^CVE-[0-9-]*' | head -1) || true
# 1 says that the flaw is there.
[ -z "$flaw" ] || { echo; echo "\$ obryza why $flaw $image"; "$obryza" why "$flaw" "$image" || [ $? = 1 ]; }
show verify "$image"

echo
echo "demo: signing a copy of the image, and attaching its SBOM"
signed=Benchmarks/results/demo-image
rm -rf "$signed" Benchmarks/results/demo.key Benchmarks/results/demo.pub
cp -a "${image#oci:}" "$signed"
key=Benchmarks/results/demo
show key generate "$key" --unencrypted
show sbom "$image" --format cyclonedx-json=Benchmarks/results/demo.cdx.json
show sign "oci:$signed" --key "$key.key"
show attest "oci:$signed" --key "$key.key" --type cyclonedx --predicate Benchmarks/results/demo.cdx.json
who=(--key "$key.pub" --log-threshold 0)
show verify-signature "oci:$signed" "${who[@]}"
show verify-signature "oci:$signed" "${who[@]}" --type cyclonedx

# Refused, with 1: one byte of what was signed is another.
refused() {
    local code=0
    echo
    echo "\$ obryza $*"
    "$obryza" "$@" || code=$?
    [ "$code" = 1 ] || { echo "demo: expected a refusal (1), found $code"; exit 1; }
}
echo
echo "demo: an image that nobody signed, and a signature of which a byte was turned"
refused verify-signature "$image" "${who[@]}"
python3 - "$signed" <<'PYTHON'
import json, pathlib, sys
layout = pathlib.Path(sys.argv[1])
def blob(digest): return layout / "blobs" / digest.replace(":", "/")
for entry in json.load(open(layout / "index.json"))["manifests"]:
    manifest = json.load(open(blob(entry["digest"])))
    if "bundle" in manifest.get("artifactType", ""):
        path = blob(manifest["layers"][0]["digest"])
        text = bytearray(path.read_bytes())
        at = text.index(b'"payload"') + 20
        text[at] = text[at] ^ 1
        path.write_bytes(text)
PYTHON
refused verify-signature "oci:$signed" "${who[@]}"
rm -rf "$signed"

echo
echo "demo: the SBOM is in Benchmarks/results/demo.spdx.json"
