#!/usr/bin/env bash
# The model that ships, from data to models/quickdraw: trains it, or resumes its training, to STEPS; then a classifier, the evaluation on
# real test sketches, and the model in half precision with its card. What runs/ship.md says of the components was seen on sheets of the
# model that ships; look again.
# Usage: runs/ship.sh STEPS [FOLDER]; FOLDER keeps the run.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
steps=${1:?the number of steps is missing, for example runs/ship.sh 20000}
out=${2:-$root/out/ship}
rpcl=$root/rpcl
mkdir -p -- "$out"
[[ -d $out/data ]] || "$root/runs/model-data.sh" "$out/data"
data=$out/data/data
"$rpcl" train --data "$data" --out "$out/run" --resume auto --preset medium --num-steps "$steps" --checkpoint-minutes 5
[[ -d $out/classifier ]] || "$rpcl" evaluate classifier train --data "$data" --out "$out/classifier" --epochs 12
rm -rf -- "$out/evaluation" "$out/model"
"$rpcl" evaluate "$out/run" --data "$data" --classifier "$out/classifier" --best-of 8 --unconditional --out "$out/evaluation"
"$rpcl" export model "$out/run" --half --evaluation "$out/evaluation" --out "$out/model" --note "$(< "$root/runs/ship.md")"
python3 "$root/runs/evaluation.py" "$out/evaluation/report.json"
