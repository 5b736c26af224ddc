#!/usr/bin/env bash
# Pictures that the original drew, drawn again. Usage: runs/raster.sh [FILE.npz]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
exec "$root/lab/run" raster "${1:-$root/../shared/parity/raster48.npz}"
