#!/usr/bin/env bash
# The studio's page in headless Chromium on loopback: frames per second of a map of 20,000 made-up points while it is moved and zoomed,
# drawn by the processor unless CHROMIUM_ARGS says otherwise, and how often the styles of a drawing are weighed anew while it is drawn, with
# the model that ships. Needs Node.js, npm and Chromium. Usage: runs/studio-page.sh [SECONDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
seconds=${1:-10}
[[ -d $root/tests/browser/node_modules ]] || npm ci --prefix "$root/tests/browser" --no-audit --no-fund --loglevel=error
work=$(mktemp -d)
"$root/rpcl" --version > /dev/null # builds where sources are newer
program=$root/artifacts/bin/RpclPix2Seq.Cli/release/rpcl.dll
dotnet "$program" studio --port 0 --no-open --runs "$work/runs" > "$work/address" 2> "$work/log" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf -- "$work"' EXIT
for ((i = 0; i < 300; i++)); do
    if [[ -s $work/address ]]; then break; fi
    kill -0 "$server" 2> /dev/null || { cat -- "$work/log" >&2; exit 1; }
    sleep 0.2
done
node "$root/runs/studio-page.mjs" "$(< "$work/address")" "$seconds"
