#!/usr/bin/env bash
# The studio under load on loopback: 64 clients for SECONDS (default 60), then more than are let in, slow and half-open connections, bodies
# that are too large, malformed or of another site. Needs Node.js. Usage: runs/load-studio.sh [SECONDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
seconds=${1:-60}
work=$(mktemp -d)
"$root/rpcl" --version > /dev/null # builds where sources are newer
dotnet "$root/artifacts/bin/RpclPix2Seq.Cli/release/rpcl.dll" studio --port 0 --no-open --runs "$work/runs" > "$work/address" 2> "$work/log" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf -- "$work"' EXIT
for ((i = 0; i < 300; i++)); do
    if [[ -s $work/address ]]; then break; fi
    kill -0 "$server" 2> /dev/null || { cat -- "$work/log" >&2; exit 1; }
    sleep 0.2
done
status=0
node "$root/runs/load-studio.mjs" "$(< "$work/address")" "$server" "$seconds" || status=$?
kill -0 "$server" 2> /dev/null || { echo 'FAIL the server is gone'; cat -- "$work/log" >&2; status=1; }
exit "$status"
