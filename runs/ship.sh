#!/usr/bin/env bash
# The model that ships, from data to models/quickdraw: trains it, or resumes its training, to STEPS; then a classifier, the evaluation on real
# test sketches, and the model in half precision with its card. What runs/ship.md says of the components was seen on sheets of the model that
# ships; look again. Usage: runs/ship.sh STEPS [FOLDER]; FOLDER keeps the run.
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
python3 - "$out/evaluation/report.json" << 'END'
import json, sys
report = json.load(open(sys.argv[1]))
plain = report["conditions"][0]
best = next(condition for condition in report["conditions"] if condition["best_of"])
print(f"figure rec_originals {report['upper_bound']['accuracy']['value']:.4f}")
for name, part in (("", plain), ("_best8", best)):
    print(f"figure rec_shipped{name} {part['recognition']['accuracy']['value']:.4f}")
    for top in part["retrieval"]["tops"]:
        print(f"figure ret{top['top']}_shipped{name} {top['hits']['value']:.4f}")
print(f"figure rec_mixture {report['unconditional']['recognition']['accuracy']['value']:.4f}")
END
