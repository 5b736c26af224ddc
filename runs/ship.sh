#!/usr/bin/env bash
# The model that ships, from data to models/quickdraw: a training with the medium preset, in which codes learn from drawings alone; one that
# goes on from it at a higher rate again and also names categories; one that goes on with a wider decoder, and one with other drawings by
# the teacher; the mean of its last checkpoints; then a classifier, the evaluation on real test sketches, and the model in half precision
# with its card. Of the last two trainings, the end is kept instead of the lowest stroke loss: Rec on validation sketches rises beyond it.
# What runs/ship.md and models/quickdraw/components.json say of the components was seen on sheets of the model that ships; look again. Six
# hours on two cores.
# Usage: runs/ship.sh [FOLDER]; FOLDER keeps the runs, and what is there is resumed.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/ship}
rpcl=$root/rpcl
mkdir -p -- "$out"
make_data "$out/data"
data=$out/data/data
train() { "$rpcl" train --resume auto "$@"; }
train --data "$data" --out "$out/alone" --preset medium --num-steps 13464
train --data "$data" --out "$out/run" --from "$out/alone" --category-weight 5 --learning-rate 0.001 --decay-rate 0.9998 --patience 100 \
    --num-steps 4060
train --data "$data" --out "$out/run" --decay-rate 0.9997 --patience 100 --num-steps 12240
train --data "$data" --out "$out/wide" --from "$out/run" --dec-rnn-size 832 --category-weight 8 --learning-rate 0.001 --decay-rate 0.9998 \
    --min-learning-rate 0.00002 --patience 100 --seed 5 --num-steps 5293
train --data "$data" --out "$out/wide" --decay-rate 0.9997 --patience 100 --num-steps 9792
make_data "$out/other" 2
train --data "$out/other/data" --out "$out/last" --from "$out/wide/last" --category-weight 8 --learning-rate 0.0005 --decay-rate 0.9999 \
    --min-learning-rate 0.00002 --patience 100 --seed 7 --keep-checkpoints 60 --checkpoint-steps 306 --num-steps 7816
train --data "$out/other/data" --out "$out/last" --decay-rate 0.9998 --num-steps 10710
[[ -d $out/classifier ]] || "$rpcl" evaluate classifier train --data "$data" --out "$out/classifier" --epochs 12
rm -rf -- "$out/mean" "$out/evaluation" "$out/model"
"$rpcl" export model "$out/last" --average 12 --set code_temperature=0.1 --set component_threshold=0.01 --out "$out/mean"
"$rpcl" evaluate "$out/mean" --data "$data" --classifier "$out/classifier" --best-of 8 --unconditional --precision float32 \
    --out "$out/evaluation"
cp -- "$root/models/quickdraw/components.json" "$out/mean/"
"$rpcl" export model "$out/mean" --half --evaluation "$out/evaluation" --out "$out/model" --note "$(< "$root/runs/ship.md")"
python3 "$root/runs/evaluation.py" "$out/evaluation/report.json"
