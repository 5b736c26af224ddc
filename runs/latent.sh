#!/usr/bin/env bash
# The latent learners on synthetic mixtures of 3 to 12 clusters, beside scikit-learn's (`lab/run latent`): 108 mixtures, or 36 times SEEDS.
# Needs python3-sklearn (Debian), which is installed if that is possible.
# Usage: runs/latent.sh [SEEDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
if ! { python3 -c 'import sklearn' || /usr/bin/python3 -c 'import sklearn'; } 2> /dev/null; then install_packages python3-sklearn; fi
"$root/lab/run" latent --seeds "${1:-3}"
