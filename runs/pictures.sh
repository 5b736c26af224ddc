#!/usr/bin/env bash
# The pictures of the README, from the model that ships and the drawings of samples/drawings. Its component cards need real sketches, and
# its redrawings of test sketches the dataset that runs/model-data.sh makes. The components of the eight films were chosen by eye.
# Usage: runs/pictures.sh [FOLDER_OF_NPZ [DATASET]]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
real=${1:-$root/../shared/quickdraw}
dataset=${2:-$root/out/model-data/data}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
drawings=$root/samples/drawings
images=$root/docs/images
rpcl() { "$root/rpcl" "$@" --quiet > /dev/null; }
completed=("$drawings"/{airplane,butterfly,cake,cat,duck,flamingo}.svg)
corners=("$drawings"/{cat,flamingo,butterfly,bus}.svg)

rpcl reconstruct "$drawings" --seed 3 --out "$work/redrawn"
cp -- "$work/redrawn/reconstructions.svg" "$images/redrawn.svg"
rpcl complete "${completed[@]}" --count 8 --best-of 4 --out "$work/completed"
cp -- "$work/completed/contact.svg" "$images/completed.svg"
rpcl interpolate --grid "${corners[@]}" --steps 9 --best-of 8 --out "$work/between"
cp -- "$work/between/contact.svg" "$images/between.svg"
if [[ -d $real ]]; then
    rpcl components --data "$real" --out "$work/components"
    cp -- "$work/components/components.svg" "$images/components.svg"
fi
if [[ -d $dataset ]]; then
    rpcl reconstruct --data "$dataset" --count 4 --out "$work/shipped"
    cp -- "$work/shipped/reconstructions.svg" "$images/shipped.svg"
fi
film() { # CATEGORY COMPONENT SEED: a drawing of a component, stroke by stroke.
    rpcl sample --component "$2" --count 1 --seed "$3" --best-of 8 --only gif --size 160 --out "$work/$1"
    cp -- "$work/$1"/*.gif "$images/draws-$1.gif"
}
film bee 39 2
film duck 19 1
film cake 31 1
film butterfly 22 1
film flamingo 27 2
film bus 29 5
film cat 30 1
film snowman 3 2
