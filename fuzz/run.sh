#!/usr/bin/env bash
# Fuzzes all targets, or those named, one after the other: fuzz/run.sh SECONDS [TARGET...]
# Prints a line for each: executions, edges and features covered, size of the corpus. What it finds lands in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

seconds=${1:?how many seconds for each target?}
shift
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
    for file in fuzz_targets/*.rs; do
        targets+=("$(basename "$file" .rs)")
    done
fi

# a stable compiler does too, if it is told that it may
export RUSTC_BOOTSTRAP=${RUSTC_BOOTSTRAP:-1}
found=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in "${targets[@]}"; do
    # what is new goes to the first folder, which is thrown away
    mkdir -p "$work/$target"
    log="$work/$target.log"
    code=0
    cargo fuzz run "$target" "$work/$target" "corpus/$target" -- \
        -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 >"$log" 2>&1 || code=$?
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -n 1)
    if [[ $code -eq 0 ]]; then
        printf '%-20s %12s executions, %s\n' "$target" "${executed:-?}" "${covered:-?}"
    else
        found=1
        printf '%-20s FAILED\n' "$target"
        tail -n 30 "$log"
    fi
done
exit "$found"
