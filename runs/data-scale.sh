#!/usr/bin/env bash
# A dataset as large as all of Quick, Draw!, 26 million sketches in 345 categories (synthetic: procedural sketches that come again and
# again): how soon `rpcl data info` answers, what the order of an epoch takes, how fast sketches are reached at random, and what feeding
# costs beside a training step (HyperLSTM 512, batches of 128, on sketches of the same kind). Needs 6 GB of disk in TMPDIR.
# Usage: runs/data-scale.sh [SKETCHES]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
sketches=${1:-26000000}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
"$root/rpcl" --version > /dev/null # builds, if need be, before anything is timed
dotnet build "$root/bench/RpclPix2Seq.Bench" --configuration Release --nologo --verbosity quiet >&2
export RPCL_NO_BUILD=1
bench=$root/artifacts/bin/RpclPix2Seq.Bench/release/RpclPix2Seq.Bench.dll
source "$root/runs/common.sh"

dotnet "$bench" data make "$work/data" "$sketches"
echo "sketches: $sketches; bytes: $(du -sb "$work/data" | cut -f 1); processors: $(nproc)"
for ((run = 0; run < 5; run++)); do
    began=$(date +%s.%N)
    "$root/rpcl" data info "$work/data" --json > /dev/null
    awk "BEGIN { print $(date +%s.%N) - $began }" >> "$work/info"
done
echo "figure info_seconds $(median < "$work/info")"
dotnet "$bench" data scale "$work/data" | tee "$work/figures"

"$root/rpcl" data procedural --out "$work/small" --train 256 --valid 2 --test 1 --quiet > /dev/null
"$root/rpcl" train --data "$work/small" --out "$work/run" --json --quiet \
    --set dec_model=hyper --set dec_rnn_size=512 --set z_size=128 --set batch_size=128 --set num_steps=9 --set report_steps=1 > /dev/null
rate=$(metric "$work/run" train sketches_per_second | tail -n +2 | median)
feed=$(sed -n 's/^figure feed_ms_per_batch //p' "$work/figures")
echo "figure step_ms $(awk "BEGIN { printf \"%.0f\", 128000 / $rate }")"
echo "figure feed_share_percent $(awk "BEGIN { printf \"%.2f\", 100 * $feed * $rate / 128000 }")"
