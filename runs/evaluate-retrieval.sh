#!/usr/bin/env bash
# Retrieval of 12,500 synthetic codes of 128 numbers among themselves: its time, its memory, and whether its ranks are plain numpy's
# (Debian's python3-numpy, which is installed if that is possible).
# Usage: runs/evaluate-retrieval.sh [QUERIES THAT NUMPY RANKS TOO]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
if ! { python3 -c 'import numpy' || /usr/bin/python3 -c 'import numpy'; } 2> /dev/null; then install_packages python3-numpy; fi
"$root/lab/run" retrieval --compared "${1:-1000}"
