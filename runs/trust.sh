#!/usr/bin/env bash
# Whether trainings, tests and numbers can be trusted: healthy trainings (the built-in sketches, polygons of 4 to 80 corners, icons with one
# scribble of 2,000 points) lose no step, numbers survive garbage collections of other threads (runs/stress.sh), and ./test.sh passes every
# time. About two hours on two cores.
# Usage: runs/trust.sh [TEST_RUNS] [STRESS_MINUTES]
set -uo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
rounds=${1:-20} minutes=${2:-5}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
if ! /usr/bin/python3 -c 'import numpy' 2> /dev/null; then install_packages python3-numpy; fi

# A training that ends early counts like a refused step: both are a healthy run that was disturbed.
disturbed=0
train() { # NAME MINUTES [OPTION…]
    local name=$1 limit=$2
    shift 2
    "$root/rpcl" train --data "$work/$name" --out "$work/$name-run" --quiet --json --set categories="$name" \
        --set dec_model=lstm --set dec_rnn_size=128 --set z_size=32 --set png_width=32 \
        --set batch_size=32 --set num_mixture=2 --set learning_rate=0.002 --set adam_beta1=0.9 --set patience=1000 \
        --set max_minutes="$limit" "$@" > "$work/$name.json" \
        || disturbed=$((disturbed + 1))
    disturbed=$((disturbed + $(grep -c '"split":"refused"' "$work/$name-run/metrics.jsonl")))
}
for name in polygons outlier; do
    mkdir -- "$work/$name"
    /usr/bin/python3 "$root/runs/trust.py" "$name" "$work/$name/$name.npz" || exit 1
done
"$root/rpcl" quickstart --out "$work/quickstart" --quiet > /dev/null || disturbed=$((disturbed + 1))
disturbed=$((disturbed + $(grep -c '"split":"refused"' "$work/quickstart/run/metrics.jsonl")))
train polygons 6 --set use_recurrent_dropout=false --set augment_stroke_prob=0 --set random_scale_factor=0
train outlier 2 --set max_seq_len=2500
value() { sed -nE "s/^ *\"$1\": ([0-9.e+-]+),?$/\1/p" "$2"; }

stress=$("$root/runs/stress.sh" "$minutes" | sed -n 's/^figure stress_failures //p')
passed=0
for ((i = 1; i <= rounds; i++)); do
    last=$("$root/test.sh" 2> "$work/test-$i.log" | tail -n 1)
    echo "test run $i of $rounds: $last" >&2
    if [[ $last =~ ^[0-9]+\ passed,\ 0\ failed ]]; then passed=$((passed + 1)); else
        mkdir -p -- "$root/out" && cp -- "$work/test-$i.log" "$root/out/trust-test-$i.log"
    fi
done

echo "figure polygons_best_valid_sequence_loss $(value best_valid_sequence_loss "$work/polygons.json")"
echo "figure rollbacks_healthy $disturbed"
echo "figure stress_failures ${stress:-unknown}"
echo "figure test_runs_passed $passed"
[[ $disturbed -eq 0 && ${stress:-1} -eq 0 && $passed -eq $rounds ]]
