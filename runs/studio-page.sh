#!/usr/bin/env bash
# The studio's page in headless Chromium on loopback: frames per second of a map of 20,000 made-up points while it is moved and zoomed,
# drawn by the processor unless CHROMIUM_ARGS says otherwise, and how often the styles of a drawing are weighed anew while it is drawn, with
# the model that ships. Needs Node.js, npm and Chromium. Usage: runs/studio-page.sh [SECONDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
seconds=${1:-10}
[[ -f $root/tests/browser/node_modules/.package-lock.json ]] || npm ci --prefix "$root/tests/browser" --no-audit --no-fund --loglevel=error
start_studio
node "$root/runs/studio-page.mjs" "$(< "$work/address")" "$seconds"
