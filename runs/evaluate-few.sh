#!/usr/bin/env bash
# The same question where drawings are few: 400 training sketches per category instead of 2,100, so that 5,000 steps see each of them
# some 45 times (runs/evaluate-few.json). The whole model with a tenth and with all of the latent losses' weight, beside the one without a
# prior; two at a time, one core each.
# Usage: runs/evaluate-few.sh FOLDER_OF_EVALUATE_REAL [FOLDER] [FOLDER_OF_NPZ]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
real=${1:?usage: runs/evaluate-few.sh FOLDER_OF_EVALUATE_REAL [FOLDER] [FOLDER_OF_NPZ]}
out=${2:-$root/out/evaluate-few}
data=${3:-$root/../shared/quickdraw}
[[ -d $data ]] || { echo "evaluate-few: $data is absent: put the .npz files of the nine categories there" >&2; exit 1; }
[[ -d $real/classifier ]] || { echo "evaluate-few: $real/classifier is absent: run runs/evaluate-real.sh first" >&2; exit 1; }
mkdir -p -- "$out"
rpcl=$root/rpcl
if [[ ! -d $out/data ]]; then
    "$rpcl" data import "$data"/{airplane,butterfly,cake,cat,duck,flamingo,pig,snowman,teapot}.npz --limit 400 --out "$out/data" --quiet \
        > /dev/null
fi

source "$root/runs/common.sh"
"$rpcl" --version > /dev/null # builds, if need be
export RPCL_NO_BUILD=1
ablate() {
    "$rpcl" evaluate ablate "$root/runs/evaluate-few.json" --data "$out/data" --out "$out/ablation" --classifier "$real/classifier" \
        --heal 0.1,0.3 --threads 1 "$@"
}
in_two_processes ablate --json --quiet > /dev/null
ablate
