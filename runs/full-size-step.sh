#!/usr/bin/env bash
# Two training steps of the full configuration (HyperLSTM 2048, codes of 128, batches of 128) on the built-in sketches: the time of a step,
# and the peak memory of the whole process. Needs /usr/bin/time (Debian: time).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
[[ -x /usr/bin/time ]] || { echo 'full-size-step: /usr/bin/time is missing: apt-get install time' >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
"$root/rpcl" data procedural --out "$work/data" --train 64 --valid 2 --test 1 --quiet > /dev/null
/usr/bin/time -f '%M %e' -o "$work/time" "$root/rpcl" train --data "$work/data" --out "$work/run" --json \
    --set dec_model=hyper --set dec_rnn_size=2048 --set z_size=128 --set batch_size=128 --set num_steps=2 > "$work/training.json"
read -r kilobytes seconds < "$work/time"
rate=$(metric "$work/run" train sketches_per_second | tail -n 1)
echo "figure full_size_step_seconds $(awk -v r="$rate" 'BEGIN { printf "%.1f", 128 / r }')"
echo "figure full_size_peak_mb $((kilobytes / 1024))"
echo "figure full_size_process_seconds $seconds"
