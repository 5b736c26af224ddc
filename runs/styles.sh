#!/usr/bin/env bash
# The latent learners inside of a model: five categories of two styles each, drawn by the program itself, started with 20 components; what
# each method finds in five seeds. Each method trains in a process of its own with one thread. Usage: runs/styles.sh [NEW_FOLDER] [SEEDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/out/styles}
mkdir -p -- "$(dirname -- "$out")"
mkdir -- "$out"
"$root/rpcl" --version > /dev/null
export RPCL_NO_BUILD=1
status=0
for method in rpcl em reference; do
    "$root/lab/run" styles --method "$method" --seeds "${2:-5}" --out "$out/$method" --set threads=1 --set wait_policy=passive \
        > "$out/$method.txt" 2> "$out/$method.log" &
done
for job in $(jobs -p); do
    wait "$job" || status=$?
done
cat -- "$out"/{rpcl,em,reference}.txt
exit "$status"
