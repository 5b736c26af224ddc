#!/usr/bin/env bash
# Live tensors and resident memory over 2,000 training steps, with a checkpoint every fifty, and 2,000 sampling calls: the first and the
# last hundred.
# Usage: runs/leaks.sh [COUNT]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
"$root/lab/run" leaks --out "$work/run" --count "${1:-2000}"
