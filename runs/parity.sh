#!/usr/bin/env bash
# Training steps of the original, computed again: in single precision, as in use, and in double precision. Usage: runs/parity.sh [FOLDER]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cases=${1:-$root/../shared/parity}
"$root/rpcl" verify parity "$cases" --double | sed -nE 's/^figure parity_worst_/figure parity_double_worst_/p'
"$root/rpcl" verify parity "$cases" | grep '^figure'
