#!/usr/bin/env bash
# A newcomer's first hour, without a single setting: a folder of SVGs in three categories (one with a space, one in another script),
# imported, checked, trained on for five minutes, looked at, drawn from, completed, tuned for a fourth category, and exported. Needs python3
# for the SVGs. Look at the pages that it names.
# Usage: runs/first-hour.sh [NEW_FOLDER] [MINUTES]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/out/first-hour}
minutes=${2:-5}
rpcl=$root/rpcl
mkdir -p -- "$(dirname -- "$out")"
mkdir -- "$out"
cd -- "$out"
for category in house "smiling face" 猫; do python3 "$root/runs/first-hour.py" drawings "$category" 300 1; done
python3 "$root/runs/first-hour.py" more tree 200 1
step() { printf '\n$ rpcl %s\n' "$*" >&2; "$rpcl" "$@"; }

step data import drawings --out data --valid 10% --test 10%
export RPCL_NO_BUILD=1
step data check data
step data view data --out view.png
step train --data data --out run --max-minutes "$minutes"
step info run
step report run
step sample run --per-component --out samples
step components run --out components
step complete run "drawings/smiling face/000.svg" --out complete
step reconstruct run --out redrawn
step data import more --out more-data --valid 10% --test 10%
step train --from run --data more-data --out tuned --max-minutes "$(awk "BEGIN { print $minutes / 2 }")"
step sample tuned --per-component --out trees
step export model tuned --half --out model
step info model
step runs .
echo "figure first_hour_steps_done 16"
