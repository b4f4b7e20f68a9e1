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

# Refused, with 1, for the reason that comes first: one byte of what was signed is another.
refused() {
    local code=0 reason=$1 said
    shift
    echo
    echo "\$ obryza $*"
    said=$("$obryza" "$@") || code=$?
    echo "$said"
    [ "$code" = 1 ] || { echo "demo: expected a refusal (1), found $code"; exit 1; }
    [ -z "$reason" ] || grep -q "^reason  *$reason" <<< "$said" || { echo "demo: expected the reason $reason"; exit 1; }
}
# Turns a byte of what is signed in each bundle of a layout.
turn_byte() {
    python3 - "$1" <<'PYTHON'
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
}
echo
echo "demo: an image that nobody signed, and a signature of which a byte was turned"
refused "" verify-signature "$image" "${who[@]}"
turn_byte "$signed"
refused place.altered verify-signature "oci:$signed" "${who[@]}"
rm -rf "$signed"

echo
echo "demo: the same without a key, with a private Sigstore in one process"
sigstore=Benchmarks/results/demo-sigstore
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
rm -rf "$sigstore"
show authority init "$sigstore" --url "http://127.0.0.1:$port"
echo
echo "\$ obryza authority serve $sigstore --port $port &"
"$obryza" authority serve "$sigstore" --port "$port" > "$log" 2>&1 < /dev/null &
server=$!
trap 'kill "$server" 2> /dev/null || true; rm -rf "$log" "$sigstore"' EXIT
for _ in $(seq 200); do
    ! grep -q '^serving' "$log" || break
    kill -0 "$server" 2> /dev/null || { cat "$log"; exit 1; }
    sleep 0.05
done
cat "$log"
cp -a "${image#oci:}" "$signed"
echo "\$ obryza authority token $sigstore --subject dev@example.org > token.jwt"
"$obryza" authority token "$sigstore" --subject dev@example.org > "$sigstore/token.jwt"
keyless=(--trust-config "$sigstore/trust_config.json" --identity-token "$sigstore/token.jwt")
show sign "oci:$signed" "${keyless[@]}"
show attest "oci:$signed" "${keyless[@]}" --type cyclonedx --predicate Benchmarks/results/demo.cdx.json
who=(--certificate-identity dev@example.org --certificate-oidc-issuer "http://127.0.0.1:$port"
    --trusted-root "$sigstore/trusted_root.json")
show verify-signature "oci:$signed" "${who[@]}"
show verify-signature "oci:$signed" "${who[@]}" --type cyclonedx
echo
echo "demo: a file, its bundle, and the file with another byte"
artifact=Benchmarks/results/demo.spdx.json
show sign "$artifact" "${keyless[@]}" --bundle "$sigstore/demo.bundle"
show verify-blob "$artifact" "${who[@]}" --bundle "$sigstore/demo.bundle"
python3 - "$artifact" "$sigstore/demo.altered" <<'PYTHON'
import sys
text = bytearray(open(sys.argv[1], "rb").read())
text[len(text) // 2] ^= 1
open(sys.argv[2], "wb").write(text)
PYTHON
refused sig.artifact verify-blob "$sigstore/demo.altered" "${who[@]}" --bundle "$sigstore/demo.bundle"
kill "$server" 2> /dev/null || true
wait "$server" 2> /dev/null || true
rm -rf "$signed"

echo
echo "demo: the SBOM is in Benchmarks/results/demo.spdx.json"
