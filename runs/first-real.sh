#!/usr/bin/env bash
# Prepare and train on real drawings: cat, flamingo and teapot of Quick, Draw!, a decoder of 256 units, 33 minutes on two cores; then redraw
# test sketches, sample from the mixture, and show its components. Usage: runs/first-real.sh [NEW_FOLDER] [MINUTES] [FOLDER_OF_NPZ]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/out/first-real}
minutes=${2:-33}
data=${3:-$root/../shared/quickdraw}
[[ -d $data ]] || { echo "first-real: $data is absent: put cat.npz, flamingo.npz and teapot.npz there" >&2; exit 1; }
mkdir -p -- "$out"
rpcl=$root/rpcl

began=$(date +%s.%N)
"$rpcl" data prepare "$data"/{cat,flamingo,teapot}.npz --out "$out/pictures"
prepared=$(date +%s.%N)
"$rpcl" train --data "$data" --out "$out/run" --json \
    --set categories=cat,flamingo,teapot --set dec_model=layer_norm --set dec_rnn_size=256 --set z_size=64 --set png_width=32 \
    --set batch_size=32 --set max_seq_len=100 --set recurrent_dropout_prob=0.85 --set augment_stroke_prob=0.15 --set learning_rate=0.002 \
    --set adam_beta1=0.9 \
    --set decay_rate=0.9998 --set kl_decay=0.99999 --set de_weight=0.1 --set max_minutes="$minutes" \
    --set save_every=5 --set patience=20 > "$out/training.json"
"$rpcl" reconstruct "$out/run" --data "$data" --out "$out/reconstructions" --count 8
"$rpcl" sample "$out/run" --out "$out/samples" --count 100
"$rpcl" components "$out/run" --data "$data" --out "$out/components"

value() { sed -nE "s/^ *\"$1\": ([0-9.e+-]+),?$/\1/p" "$2"; }
echo "figure first_real_prepare_seconds $(awk "BEGIN { printf \"%.2f\", $prepared - $began }")"
echo "figure first_real_steps $(value steps "$out/training.json")"
echo "figure first_real_epochs $(value epochs "$out/training.json")"
echo "figure first_real_best_valid_sequence_loss $(value best_valid_sequence_loss "$out/training.json")"
echo "figure first_real_test_sequence_loss $(value test_sequence_loss "$out/training.json")"
echo "figure first_real_components_alive $(value components_alive "$out/training.json")"
