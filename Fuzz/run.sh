#!/bin/bash
# Fuzz/run.sh [TARGET]...: runs each target for FUZZ_SECONDS (default 60).
#
# Seeds are in seeds/TARGET; what is learnt stays in corpus/TARGET (not committed). A crash leaves its input in
# corpus/crashes and makes the exit code 1.
set -euo pipefail
cd "$(dirname "$0")"
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0

all=(json headers xml yaml toml tar zip javaclass rpm elf go lua files cvss ssvc versions ranges feeds distrofeeds
    componentindex regoparse regocompile regotext regoeval certificates bundles notes tuf vex authority)
[ $# -gt 0 ] && all=("$@")
mkdir -p corpus/crashes
status=0
for target in "${all[@]}"; do
    log=corpus/$target.log
    if ! swift build -c release --sanitize=fuzzer --sanitize=address --product "fuzz-$target" > "$log" 2>&1; then
        grep -E 'error: ' "$log" || tail -20 "$log"
        exit 1
    fi
    mkdir -p "corpus/$target"
    # Ten seconds for one input of 64 KiB are a finding.
    if ".build/release/fuzz-$target" -max_total_time="${FUZZ_SECONDS:-60}" -max_len=65536 -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="corpus/crashes/$target-" -print_final_stats=1 "corpus/$target" "seeds/$target" \
        > "$log" 2>&1; then
        if ! grep -q 'cov: [1-9]' "$log"; then
            echo "fuzz $target: FAILED: no coverage is counted, so the fuzzer learns nothing"
            status=1
            continue
        fi
        echo "fuzz $target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs, nothing found"
    else
        echo "fuzz $target: FAILED"
        grep -E 'Fatal error|ERROR:|SUMMARY|Test unit written' "$log" || tail -20 "$log"
        status=1
    fi
done
exit "$status"
