#!/usr/bin/env bash
# The latent learners inside of a model: five categories of two styles each, drawn by the program itself, started with 20 components; what
# each method finds in five seeds. Each method trains in a process of its own with one thread. Usage: runs/styles.sh [NEW_FOLDER] [SEEDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/styles}
mkdir -p -- "$(dirname -- "$out")"
mkdir -- "$out"
"$root/lab/run" --help > /dev/null # builds
export RPCL_NO_BUILD=1
processes=()
for method in rpcl em reference; do
    "$root/lab/run" styles --method "$method" --seeds "${2:-5}" --out "$out/$method" --set threads=1 --set wait_policy=passive \
        > "$out/$method.txt" 2> "$out/$method.log" &
    processes+=("$!")
done
trap 'kill "${processes[@]}" 2> /dev/null || true' EXIT # a process in the background does not get Ctrl-C
wait_for "${processes[@]}" || { cat -- "$out"/*.log >&2; exit 1; }
cat -- "$out"/{rpcl,em,reference}.txt
