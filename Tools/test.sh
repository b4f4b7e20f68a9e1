#!/bin/bash
# Runs the built tests: the closing lines when green, what failed when red.  test.sh SCRATCH
#
# Tests of servers and connections come first and by themselves: beside a thousand others on two cores, a pause of the
# machine looks like a pause of the server.  Few of them run at a time, for the same reason.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
servers='RegistryClientTests|AuthorityTests|ServiceTests'
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
for part in "--filter $servers" "--skip $servers"; do
    # shellcheck disable=SC2086 # two words
    if swift test --skip-build --scratch-path "$1" $part > "$log" 2>&1; then
        grep -E 'Test run with [0-9]+ test|Executed [1-9][0-9]* test' "$log" | tail -2
    else
        status=1
        grep -nE '✘|error:|↳|Fatal|signal|failed' "$log" | head -200
        echo "test: the whole log:"
        tail -40 "$log"
    fi
    unset SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH
done
exit $status
