#!/bin/bash
# Runs the built tests: the closing lines when green, what failed when red.  test.sh SCRATCH
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if swift test --skip-build --scratch-path "$1" > "$log" 2>&1; then
    grep -E 'Test run with [0-9]+ test|Executed [1-9][0-9]* test' "$log" | tail -2
    exit 0
fi
grep -nE '✘|error:|↳|Fatal|signal|failed' "$log" | head -200
echo "test: the whole log:"
tail -40 "$log"
exit 1
