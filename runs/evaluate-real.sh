#!/usr/bin/env bash
# Rec and Ret of the whole model on nine real categories, beside the same model without a prior and with N(0, I): three seeds each, 5,000
# steps on one core (runs/evaluate-real.json), two at a time; before them the classifier that tells the drawings' categories.
# Usage: runs/evaluate-real.sh [FOLDER] [FOLDER_OF_NPZ]; a folder of an earlier run is resumed.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/out/evaluate-real}
data=${2:-$root/../shared/quickdraw}
[[ -d $data ]] || { echo "evaluate-real: $data is absent: put the .npz files of the nine categories there" >&2; exit 1; }
mkdir -p -- "$out"
rpcl=$root/rpcl
plan=$root/runs/evaluate-real.json
categories=airplane,butterfly,cake,cat,duck,flamingo,pig,snowman,teapot

if [[ ! -d $out/classifier ]]; then
    "$rpcl" evaluate classifier train --data "$data" --out "$out/classifier" --set "categories=$categories" --epochs 20 --json \
        > "$out/classifier.json"
fi

source "$root/runs/common.sh"
"$rpcl" --version > /dev/null # builds, if need be
export RPCL_NO_BUILD=1
ablate() {
    "$rpcl" evaluate ablate "$plan" --data "$data" --out "$out/ablation" --classifier "$out/classifier" --heal 0.1,0.3 --threads 1 "$@"
}
in_two_processes ablate --json --quiet > /dev/null
ablate
