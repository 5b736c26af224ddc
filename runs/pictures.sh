#!/usr/bin/env bash
# The pictures of the README, from the model that ships and the drawings of samples/drawings; its component cards need real sketches.
# Usage: runs/pictures.sh [FOLDER_OF_NPZ]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
real=${1:-$root/../shared/quickdraw}
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
