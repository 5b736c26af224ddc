#!/usr/bin/env bash
# Every use of the latent space, from a model trained on the built-in sketches (`rpcl quickstart`, 3 minutes, and as long again with two
# levels): its components, their history, maps, a tree, a four-corner grid, an analogy, variations and completions. The analogy and the tree
# of docs/images were made by it. Usage: runs/latent-tools.sh [NEW_FOLDER]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/out/latent-tools}
rpcl=$root/rpcl
mkdir -p -- "$(dirname -- "$out")"
mkdir -- "$out"
"$rpcl" quickstart --out "$out/quickstart" --seed 1
run=$out/quickstart/run
data=$out/quickstart/data
export RPCL_NO_BUILD=1
sketch() { printf '%s/%s.npz#%s' "$data" "$1" "$2"; }

"$rpcl" components "$run" --data "$data" --out "$out/components"
"$rpcl" history "$run" --out "$out/history"
"$rpcl" map "$run" --data "$data" --method both --out "$out/map"
"$rpcl" interpolate "$run" --grid "$(sketch bee 0)" "$(sketch giraffe 0)" "$(sketch pig 0)" "$(sketch bus 0)" --steps 9 --out "$out/grid"
"$rpcl" analogy "$run" "$(sketch giraffe 0)" "$(sketch giraffe 1)" "$(sketch giraffe 3)" --out "$out/analogy"
"$rpcl" vary "$run" "$(sketch flower 0)" --out "$out/vary"
"$rpcl" complete "$run" "$(sketch bee 1)" --share 0.4 --count 9 --out "$out/complete"
"$rpcl" train --data "$data" --out "$out/tree-run" --quiet --config "$run/config.json" --set latent_method=hierarchy \
    --set num_upper=5 --set num_mixture=10 --set num_sub=1
"$rpcl" tree "$out/tree-run" --out "$out/tree"
"$rpcl" encode "$run" "$data/bee.npz" --out "$out/bee.csv"
