#!/usr/bin/env bash
# Whether the mixture finds what is in codes of real drawings: a model of nine categories of Quick, Draw!, trained for 4,000 steps with 40
# components to start with; what its mixture, a linear probe and scikit-learn's diagonal mixture (with the number of components that BIC
# chooses, up to 40) say of the codes of all sketches. About 20 minutes on two cores. Needs python3-sklearn (Debian), which is installed if
# that is possible. With CLASSIFIER=FOLDER (rpcl evaluate classifier train), drawings from the mixture are measured, too.
# Usage: runs/components-real.sh [NEW_FOLDER] [FOLDER_OF_NPZ] [TRAIN_OPTION…]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/components-real}
data=${2:-$root/../shared/quickdraw}
shift $(($# < 2 ? $# : 2))
[[ -d $data ]] || { echo "components-real: $data is absent: put the .npz files of the nine categories there" >&2; exit 1; }
if ! /usr/bin/python3 -c 'import sklearn' 2> /dev/null; then install_packages python3-sklearn; fi
mkdir -p -- "$(dirname -- "$out")"
mkdir -- "$out"
categories=(airplane butterfly cake cat duck flamingo pig snowman teapot)
files=("${categories[@]/#/$data/}")
files=("${files[@]/%/.npz}")

"$root/rpcl" train --data "$data" --out "$out/run" --set categories="$(IFS=,; echo "${categories[*]}")" --set max_seq_len=100 \
    --set png_width=32 --set dec_model=lstm --set dec_rnn_size=256 --set z_size=64 --set num_mixture=10 --set num_sub=4 \
    --set batch_size=32 --set num_steps=4000 --set learning_rate=0.002 --set decay_rate=0.9993 --set decay_steps=1 \
    --set adam_beta1=0.9 --set de_weight=0.1 --set kl_decay=0.999 --set save_every=3 "$@"
"$root/rpcl" components "$out/run" --data "$data" --split all --out "$out/components"
"$root/rpcl" encode "$out/run" "${files[@]}" --out "$out/codes.npz"
value() { sed -nE "s/^ *\"$1\": ([0-9.e+-]+),?$/\1/p" "$out/components/components.json" | head -n 1; }

echo "figure probe_real $(value linear_probe)"
echo "figure components_real $(grep -c '"component":' "$out/components/components.json")"
echo "figure nmi_real $(value normalized_mutual_information)"
echo "figure purity_real $(value purity)"
/usr/bin/python3 "$root/runs/components-real.py" "$out/codes.npz"
if [[ -n ${CLASSIFIER-} ]]; then
    "$root/rpcl" evaluate "$out/run" --data "$data" --classifier "$CLASSIFIER" --unconditional --out "$out/evaluation"
    echo "figure test_strokes_real $(metric "$out/run" test sequence_loss)"
    /usr/bin/python3 - "$out/evaluation/report.json" << 'END'
import json, sys
report = json.load(open(sys.argv[1]))
print(f"figure rec_real {report['conditions'][0]['recognition']['accuracy']['value']:.4f}")
print(f"figure rec_unconditional_real {report['unconditional']['recognition']['accuracy']['value']:.4f}")
print(f"figure frechet_unconditional_real {report['unconditional']['distribution']['frechet']:.2f}")
END
fi
