#!/usr/bin/env bash
# The study of docs/study.md: the model that ships on real test sketches; variants of a smaller model on nine real categories, three seeds
# each (runs/study.json); the same with and without a teacher's drawings; and the full Sketch-a-Net beside the small one. Some six hours
# on two cores, and the full Sketch-a-Net. A folder of an earlier run is resumed.
# Usage: runs/study.sh [FOLDER] [FOLDER_OF_NPZ] [FOLDER_OF_GEN_JSON]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/study}
real=${2:-$root/../shared/quickdraw}
decoders=${3:-$root/../shared/magenta-models}
rpcl=$root/rpcl
mkdir -p -- "$out"
make_data "$out/data" 1 "$real" "$decoders" >&2
data=$out/data/data
"$rpcl" --version > /dev/null # builds, if need be
export RPCL_NO_BUILD=1

classifier() { # NAME DATA OPTION…: trains a classifier unless there is one.
    [[ -d $out/$1 ]] || "$rpcl" evaluate classifier train --data "$2" --out "$out/$1" "${@:3}" > /dev/null
}
# The model that ships.
classifier classifier "$data" --epochs 12
[[ -d $out/shipped ]] || "$rpcl" evaluate "$root/models/quickdraw" --data "$data" --classifier "$out/classifier" --best-of 8 \
    --unconditional --out "$out/shipped" > /dev/null

# Variants on nine categories, best of 8 beside one drawing, 30 % of the ink masked, and drawings from the mixture.
classifier classifier-nine "$real" --epochs 20 --set categories=airplane,butterfly,cake,cat,duck,flamingo,pig,snowman,teapot
ablate() { # NAME PLAN DATA OPTION…
    "$rpcl" evaluate ablate "$root/runs/$2" --data "$3" --out "$out/$1" --threads 1 --unconditional "${@:4}"
}
variants() { ablate variants study.json "$real" --classifier "$out/classifier-nine" --heal 0.3 --best-of 8 "$@"; }
in_two_processes variants --json > /dev/null

# With and without a teacher: the same real test sketches, as many steps.
if [[ ! -d $out/real-alone ]]; then
    "$rpcl" data import "$real"/{bird,butterfly,cat,dog,duck,flamingo,pig}.npz --out "$out/real-alone" --simplify none --first-row ink \
        --keep-duplicates --max-points 120 --license "Quick, Draw! (CC BY 4.0)" > /dev/null
fi
teacher() { ablate teacher study-teacher.json "$data" --classifier "$out/classifier" "$@"; }
alone() { ablate alone study-teacher.json "$out/real-alone" --classifier "$out/classifier" "$@"; }
in_two_processes teacher --json > /dev/null
in_two_processes alone --json > /dev/null

classifier sketch-a-net "$real" --variant sketch-a-net --set categories=airplane,butterfly,cake,cat,duck,flamingo,pig,snowman,teapot

variants | grep '^figure '
teacher | grep '^figure ' | sed -E 's/_seven /_teacher /'
alone | grep '^figure ' | sed -E 's/_seven /_real_alone /'
for name in classifier-nine sketch-a-net; do
    "$rpcl" evaluate classifier test "$out/$name" --data "$real" --json \
        | sed -nE "0,/\"value\"/ s/.*\"value\": ([0-9.]+),/figure accuracy_${name//-/_} \1/p"
done
python3 "$root/runs/evaluation.py" "$out/shipped/report.json"
