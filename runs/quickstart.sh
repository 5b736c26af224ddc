#!/usr/bin/env bash
# The quickstart, timed. Usage: runs/quickstart.sh [NEW_FOLDER]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
out=${1:-$root/out/quickstart}
"$root/rpcl" --version > /dev/null # builds, if need be, before the clock starts
began=$(date +%s)
"$root/rpcl" quickstart --out "$out"
echo "figure quickstart_seconds $(($(date +%s) - began))"
echo "figure quickstart_best_step $(metric "$out/run" test step)"
echo "figure quickstart_test_sequence_loss $(metric "$out/run" test sequence_loss)"
echo "figure quickstart_components_alive $(metric "$out/run" test components_alive)"
