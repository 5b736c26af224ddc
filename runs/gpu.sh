#!/usr/bin/env bash
# On a machine with a GPU, ten minutes in all and without network (NuGet's cache holds the packages): the tests that need a GPU, training
# steps of the original, benchmarks, and a training in the time that is left. libtorch with CUDA is that of RPCL_LIBTORCH, of Python's
# torch, or of the package, where LibTorch=cuda is in the environment. DEVICE=cpu only rehearses the script.
# Usage: runs/gpu.sh [NEW_FOLDER] [MINUTES] [DEVICE] [FOLDER_OF_NPZ] [FOLDER_OF_PARITY_CASES]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/gpu}
minutes=${2:-10}
device=${3:-cuda}
real=${4:-$root/../shared/quickdraw}
cases=${5:-$root/../shared/parity}
rpcl=$root/rpcl
SECONDS=0
fail() { echo "gpu: $*" >&2; exit 1; }
# What disagrees makes the script fail at its end: a GPU that is lent for minutes is used to the end.
missed=0
miss() { echo "gpu: $*" >&2; missed=1; }
[[ ! -e $out ]] || fail "$out exists: name a new folder, or remove it"
mkdir -p -- "$out"

# Python's libtorch serves where it is the version that TorchSharp was made for.
if [[ $device == cuda && -z ${RPCL_LIBTORCH:-} ]]; then
    made_for=$(sed -nE 's/.*"libtorch-cpu-linux-x64" Version="([0-9]+\.[0-9]+\.[0-9]+).*/\1/p' "$root/Directory.Packages.props")
    torch=$(python3 -c 'import os, sys, torch
if torch.__version__.split("+")[0] == sys.argv[1]: print(os.path.join(os.path.dirname(torch.__file__), "lib"))' "$made_for" \
        2> /dev/null || true)
    if [[ -f $torch/libtorch_cuda.so ]]; then export RPCL_LIBTORCH=$torch; fi
fi
"$rpcl" doctor --json > "$out/doctor.json" || fail "libtorch does not load: see $out/doctor.json"
sed -n '/"devices"/,/]/p' "$out/doctor.json" | grep -q "$device" \
    || fail "no device $device: see $out/doctor.json; RPCL_LIBTORCH names the lib folder of a libtorch with CUDA"
if [[ ${RPCL_NO_BUILD:-} != 1 ]]; then
    dotnet build "$root/tests/RpclPix2Seq.Tests" --configuration Release --nologo --verbosity quiet >&2 || fail 'the tests do not build'
fi
export RPCL_NO_BUILD=1

# The tests are skipped where there is no GPU; one of them also where there is no ../shared/parity.
dotnet "$root/artifacts/bin/RpclPix2Seq.Tests/release/RpclPix2Seq.Tests.dll" -class '*.CudaTests' -noColor -noLogo > "$out/tests.txt" \
    || miss "tests failed: see $out/tests.txt"
summary=$(grep 'Total:' "$out/tests.txt") || fail "no summary in $out/tests.txt"
count() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<< "$summary"; }
if [[ -d $root/../shared/parity ]]; then absent=0; else absent=1; fi
[[ $device != cuda || $(count Skipped) -eq $absent ]] || miss "tests were skipped: see $out/tests.txt"
echo "figure gpu_tests_passed $(($(count Total) - $(count Failed) - $(count Skipped)))"

if [[ -d $cases ]]; then
    "$rpcl" verify parity "$cases" --device "$device" --double > "$out/parity-double.txt" || miss "see $out/parity-double.txt"
    sed -nE 's/^figure parity_worst_/figure gpu_parity_double_worst_/p' "$out/parity-double.txt"
    "$rpcl" verify parity "$cases" --device "$device" > "$out/parity.txt" || miss "see $out/parity.txt"
    sed -nE 's/^figure parity_/figure gpu_parity_/p' "$out/parity.txt"
else
    echo "gpu: $cases is absent: the original's steps are left out" >&2
fi

# Twenty steps each, of which the last ten are timed; then 1,000 drawings with the first model.
"$rpcl" data procedural --out "$out/data" --train 600 --valid 2 --test 2 --quiet > /dev/null
# last RUN SPLIT NAME: the last value of a metric.
last() { metric "$@" | tail -n 1; }
for cell in lstm layer_norm hyper; do
    for precision in float32 bfloat16; do
        run=$out/$cell-$precision
        "$rpcl" train --data "$out/data" --out "$run" --device "$device" --precision "$precision" --quiet \
            --set dec_model="$cell" --set dec_rnn_size=512 --set z_size=128 --set batch_size=128 --set num_steps=20 \
            --set report_steps=10 > /dev/null
        rate=$(last "$run" train sketches_per_second)
        echo "figure gpu_train_${cell}512_${precision}_sketches_per_second $rate"
    done
done
began=$(date +%s.%N)
"$rpcl" sample "$out/lstm-float32" --count 1000 --only npz --device "$device" --out "$out/drawn" --quiet > /dev/null
echo "figure gpu_sample_1000_seconds $(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')"

# A training for what is left but half a minute, in which it starts, reads, tests and draws.
[[ -d $real ]] || { echo "gpu: $real is absent: trained on the built-in sketches" >&2; real=$out/data; }
left=$(awk -v m="$minutes" -v s="$SECONDS" 'BEGIN { left = m - s / 60 - 0.5; if (left >= 0.1) printf "%.2f", left }')
[[ -n $left ]] || fail "the $minutes minutes are over"
"$rpcl" train --data "$real" --out "$out/run" --device "$device" --preset large --set max_minutes="$left" --quiet > "$out/training.txt"
"$rpcl" sample "$out/run" --per-component --device "$device" --out "$out/samples" --quiet > /dev/null
steps=$(last "$out/run" train step) rate=$(last "$out/run" train sketches_per_second) loss=$(last "$out/run" test sequence_loss)
echo "figure gpu_training_limit_minutes $left"
echo "figure gpu_training_steps $steps"
echo "figure gpu_training_sketches_per_second $rate"
echo "figure gpu_training_test_sequence_loss $loss"
echo "figure gpu_seconds $SECONDS"
[[ $missed == 0 ]]
