#!/usr/bin/env bash
# Whether products in bfloat16 cost quality: nine real categories, 5,000 steps, three seeds, once in single precision and once in bfloat16,
# otherwise alike; the last validation and the test loss of each. Two trainings at a time, of one thread each: about 90 minutes on two
# cores. A folder of an earlier run is resumed. Usage: runs/precision.sh [FOLDER] [FOLDER_OF_NPZ]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/precision}
data=${2:-$root/../shared/quickdraw}
mkdir -p -- "$out"
"$root/rpcl" --version > /dev/null # builds, if need be
export RPCL_NO_BUILD=1

train() { # PRECISION SEED
    local run=$out/$1-$2
    "$root/rpcl" train --data "$data" --out "$run" --resume auto \
        --set categories=airplane,butterfly,cake,cat,duck,flamingo,pig,snowman,teapot --set max_seq_len=100 --set dec_model=lstm \
        --set dec_rnn_size=256 --set z_size=64 --set png_width=32 --set batch_size=32 --set learning_rate=0.002 --set adam_beta1=0.9 \
        --set decay_rate=0.9995 --set de_weight=0.1 --set num_mixture=10 --set num_sub=4 --set num_steps=5000 --set save_every=1 \
        --set patience=100 --set threads=1 --set seed="$2" --set precision="$1" > "$run.log" 2>&1 \
        || { echo "precision: $run: $(tail -n 1 "$run.log")" >&2; return 1; }
}

for seed in 1 2 3; do
    train float32 "$seed" & first=$!
    train bfloat16 "$seed" & second=$!
    wait_for "$first" "$second"
done
for precision in float32 bfloat16; do
    for seed in 1 2 3; do
        for split in valid test; do
            printf 'figure %s_%s_%s %.2f\n' "$split" "$precision" "$seed" \
                "$(metric "$out/$precision-$seed" "$split" sequence_loss | tail -n 1)"
        done
    done
done
