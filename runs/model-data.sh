#!/usr/bin/env bash
# The dataset of the shipped model: fourteen categories of Quick, Draw!. Drawings of ten of Google's sketch-rnn decoders (those that end,
# simplified as Google simplifies raw drawings) and real drawings to train on; real drawings alone to validate and test with. Categories
# with few real drawings and no decoder are repeated. Two minutes on two cores.
# Usage: runs/model-data.sh [NEW_FOLDER] [SEED] [FOLDER_OF_NPZ] [FOLDER_OF_GEN_JSON]; another seed: other drawings of the decoders.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/out/model-data}
seed=${2:-1}
real=${3:-$root/../shared/quickdraw}
decoders=${4:-$root/../shared/magenta-models}
taught=(bee bird bus butterfly cat dog duck flamingo flower pig)
drawings=("$real"/{airplane,bird,butterfly,cake,cat,dog,duck,flamingo,pig,snowman,teapot}.npz "$real"/extra/{bee,bus,flower}.ndjson)
teachers=("${taught[@]/#/$decoders/}")
teachers=("${teachers[@]/%/.gen.json}")
for file in "${drawings[@]}" "${teachers[@]}"; do
    [[ -f $file ]] || { echo "model-data: $file is absent" >&2; exit 1; }
done
mkdir -p -- "$(dirname -- "$out")"
mkdir -- "$out" "$out/drawn" "$out/drawn-npz" "$out/real"
rpcl() { "$root/rpcl" "$@" --quiet > /dev/null; }

rpcl import magenta "${teachers[@]}" --out "$out/decoders"
for category in "${taught[@]}"; do
    count=5500
    case $category in pig) count=12000 ;; dog) count=9000 ;; esac
    rpcl sample "$out/decoders/$category" --out "$out/drawn/$category" --count "$count" --seed "$seed" --only npz --split train \
        --drop-unfinished --temperature 0.8 --spread-temperature 0.6
    cp -- "$out/drawn/$category/sketches.npz" "$out/drawn-npz/$category.npz"
done
# In these data the first row is the first line, which starts at the origin.
rpcl data import "$out/drawn-npz" --out "$out/drawn-data" --simplify google --first-row ink --max-points 100 --limit 4000
rpcl data export "$out/drawn-data" --to npz --first-row ink --out "$out/drawn-simplified"
for category in airplane cake snowman teapot; do
    rpcl data export "$real/$category.npz" --to npz --split train --out "$out/real/$category"
done
again() { for ((i = 0; i < $2; i++)); do mkdir -p -- "$out/again/$i"; cp -- "$out/real/$1/$1.npz" "$out/again/$i/"; done; }
again airplane 4
again cake 2
again snowman 2
again teapot 1
"$root/rpcl" data import "${drawings[@]}" "$out/drawn-simplified" "$out/again" --out "$out/data" --simplify none --first-row ink --keep-duplicates --max-points 120 \
    --license "Quick, Draw! (CC BY 4.0); drawings of Google's sketch-rnn decoders"
