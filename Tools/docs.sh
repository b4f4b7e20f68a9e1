#!/bin/bash
# Makes shell completions and the manual page from the argument parser, into docs/generated.
set -euo pipefail
cd "$(dirname "$0")/.."
obryza=${RELEASE_SCRATCH:-.build-release}/release/obryza
out=docs/generated
mkdir -p "$out"
"$obryza" --generate-completion-script bash > "$out/obryza.bash"
"$obryza" --generate-completion-script zsh > "$out/_obryza"
"$obryza" --generate-completion-script fish > "$out/obryza.fish"
"$obryza" --experimental-dump-help | python3 Tools/manual.py > "$out/obryza.1"
echo "docs: $out"
